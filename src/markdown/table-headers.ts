/**
 * A header cell that holds only a formula has no text for assistive technology that skips MathML, and it is read out with
 * every cell of its column: there the hidden MathML gives way to short hidden text.
 */
export function namedHeaders(html: string): string {
  return html.replace(/<th\b[^>]*>.*?<\/th>/gs, (cell) =>
    cell.replace(
      /<span class="katex-mathml">.*?<annotation[^>]*>(.*?)<\/annotation>.*?<\/math><\/span>/gs,
      (_, tex: string) => {
        const spoken = tex
          .replace(/\\([A-Za-z]+)/g, ' $1 ')
          .replace(/[{}\\]/g, '')
          .replace(/\s+/g, ' ')
          .trim();
        return `<span class="katex-mathml">${spoken}</span>`;
      },
    ),
  );
}
