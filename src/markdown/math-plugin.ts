import type { MdastPluginEntry, MdastVisitorContext } from 'satteri';
import { errorAt } from './at-line.ts';
import { displayMath, tex } from './tex.ts';

/** Replaces `$…$` and `$$…$$` by KaTeX's HTML; TeX that does not parse stops the build at its file and line. */
export const mathPlugin: MdastPluginEntry = {
  name: 'math',
  options: { position: true },
  math(node, context) {
    const html = render(() => displayMath(node.value), node, context);
    return { type: 'mdxJsxFlowElement', name: 'Fragment', attributes: [setHtml(html)], children: [] };
  },
  inlineMath(node, context) {
    const html = render(() => tex(node.value, false), node, context);
    return { type: 'mdxJsxTextElement', name: 'Fragment', attributes: [setHtml(html)], children: [] };
  },
};

interface Formula {
  value: string;
  position?: { start: { line: number; column: number } } | undefined;
}

const setHtml = (value: string) => ({ type: 'mdxJsxAttribute' as const, name: 'set:html', value });

function render(make: () => string, node: Formula, context: MdastVisitorContext): string {
  try {
    return make();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw errorAt(context, node, `${reason}\n  in the formula  ${node.value.trim()}`);
  }
}
