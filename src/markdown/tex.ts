import katex from 'katex';
import { macros } from '../../content/notation.ts';

/** An inline formula of at most so many characters is not broken across lines. */
const longest = 24;

/**
 * TeX → HTML with hidden MathML, at build time.
 * @throws Error with KaTeX's own words, if the TeX is wrong.
 */
export function tex(source: string, display: boolean): string {
  const html = katex.renderToString(source, {
    displayMode: display,
    throwOnError: true,
    // A new object each time: KaTeX writes \gdef into it.
    macros: { ...macros },
    trust: ({ command }) => {
      // Left to itself KaTeX would set what it does not trust in red.
      if (command !== '\\htmlClass') throw new Error(`${command} is not for formulas of this book`);
      return true;
    },
    strict: (code: string) => (code === 'htmlExtension' ? 'ignore' : 'error'),
  });
  return display || source.length > longest ? html : `<span class="keep">${html}</span>`;
}

/** A display formula that scrolls in its own box on a narrow screen, and can be scrolled by keyboard. */
export function displayMath(source: string): string {
  return `<div class="formula" tabindex="0" role="group" aria-label="formula">${tex(source, true)}</div>`;
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Plain text with `$TeX$` and `` `code` `` in it, as attributes and tables hold it, → HTML. */
export function inlineProse(text: string): string {
  return text
    .split(/(\$[^$]+\$|`[^`]+`)/)
    .map((piece) => {
      if (piece.startsWith('$') && piece.length > 2) return tex(piece.slice(1, -1), false);
      if (piece.startsWith('`') && piece.length > 2) return `<code>${escaped(piece.slice(1, -1))}</code>`;
      return escaped(piece);
    })
    .join('');
}
