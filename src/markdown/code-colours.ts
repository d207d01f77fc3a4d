import type { ShikiTransformer } from 'shiki';

const meanings: Readonly<Record<string, string>> = {
  z: 'var(--z)',
  x: 'var(--x)',
  logDet: 'var(--logdet-stretch)',
  logSlope: 'var(--logdet-stretch)',
};
const names = /(?<![\w.'"`])(z|x|logDet|logSlope)(?![\w'"`])/;

/** Gives z, x and logDet in code the colour they have in formulas and plots. */
export const codeColours: ShikiTransformer = {
  name: 'code-colours',
  tokens(lines) {
    return lines.map((line) =>
      line.flatMap((token) => {
        if (/comment|string/.test(JSON.stringify(token.color ?? token.htmlStyle ?? ''))) return [token];
        let offset = token.offset;
        return token.content
          .split(names)
          .filter((piece) => piece !== '')
          .map((content) => {
            const piece = { ...token, content, offset };
            offset += content.length;
            return meanings[content] ? { ...piece, color: meanings[content] } : piece;
          });
      }),
    );
  },
};
