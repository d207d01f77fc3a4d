/** Every browser that runs this book reads woff2, so KaTeX's older copies of each font stay out of the site. */
export const katexFonts = {
  name: 'katex-fonts',
  enforce: 'pre' as const,
  transform(code: string, id: string) {
    if (!/katex(\.min)?\.css/.test(id)) return undefined;
    return {
      code: code.replace(/,\s*url\([^)]+\.(?:woff|ttf)\)\s*format\(["'](?:woff|truetype)["']\)/g, ''),
      map: null,
    };
  },
};
