import { readFileSync } from 'node:fs';
import type {
  MdastPluginDefinition,
  MdastVisitorContext,
  MdxJsxFlowElement,
  MdxJsxTextElement,
  PluginFactoryContext,
} from 'satteri';
import { errorAt, placeOf } from './at-line.ts';
import { attributeChecks } from './attribute-checks.ts';

type Element = Readonly<MdxJsxFlowElement | MdxJsxTextElement>;

/** Components a chapter may use without importing them: the imports of components/mdx.ts, which is bundled later than this runs. */
function sharedComponents(): string[] {
  const source = readFileSync('components/mdx.ts', 'utf8');
  return [...source.matchAll(/^import (\w+) from '[^']+\.astro';$/gm)].map(([, name = '']) => name);
}

/**
 * Stops the build at file and line of an unknown component, citation, term, chapter or listing, and hands the page
 * the keys it cites (`cited`, in reading order) through its front matter.
 */
export function chapterChecks({ data }: PluginFactoryContext): MdastPluginDefinition {
  const shared = new Set(sharedComponents());
  const known = new Set(['Fragment', ...shared]);
  const cited: string[] = [];

  const check = <Node extends Element>(node: Node, context: MdastVisitorContext): Node | undefined => {
    const name = node.name ?? 'Fragment';
    const head = name.split('.')[0] ?? name;
    if (/^[A-Z]/.test(head) && !known.has(head)) {
      throw errorAt(
        context,
        node,
        `unknown component <${name}>; a chapter may use ${[...known].sort().join(', ')}, and what it imports`,
      );
    }
    const attributes = literalAttributes(node);
    if (head === 'Cite' && 'key' in attributes)
      throw errorAt(context, node, '<Cite key="…"> never arrives (JSX keeps `key`): write of="…"');
    const problem = attributeChecks[head]?.(attributes);
    if (problem) throw errorAt(context, node, `<${name}>: ${problem}`);
    if (head === 'Cite' || head === 'Reading') cited.push(...(attributes['of'] ?? '').split(/\s+/).filter(Boolean));
    if (!shared.has(head)) return undefined;
    // So that a component's own complaint about its props can name the place, too.
    const writtenAt = { type: 'mdxJsxAttribute' as const, name: 'writtenAt', value: placeOf(context, node) };
    return { ...node, attributes: [...node.attributes, writtenAt] };
  };

  return {
    name: 'chapter-checks',
    options: { position: true },
    before(root) {
      for (const child of root.children) {
        if (child.type === 'mdxjsEsm') importedNames(child.value).forEach((name) => known.add(name));
      }
    },
    mdxJsxFlowElement: check,
    mdxJsxTextElement: check,
    after() {
      if (data.astro) data.astro.frontmatter['cited'] = [...new Set(cited)];
    },
  };
}

/** Attributes written as plain strings; expressions are left to the component's own validation. */
function literalAttributes(node: Element): Record<string, string> {
  return Object.fromEntries(
    node.attributes.flatMap((attribute) =>
      attribute.type === 'mdxJsxAttribute' && typeof attribute.value === 'string'
        ? [[attribute.name, attribute.value]]
        : [],
    ),
  );
}

function importedNames(source: string): string[] {
  const clauses = [...source.matchAll(/import\s+([^'"]+?)\s+from/g)].map(([, clause = '']) => clause);
  return clauses
    .flatMap((clause) => clause.split(/[{},]/))
    .flatMap((part) =>
      part
        .trim()
        .split(/\s+as\s+/)
        .slice(-1),
    )
    .filter(Boolean);
}
