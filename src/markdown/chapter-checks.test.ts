import { pathToFileURL } from 'node:url';
import { mdxToJs } from 'satteri';
import { describe, expect, test } from 'vitest';
import { chapterChecks } from './chapter-checks.ts';
import { mathPlugin } from './math-plugin.ts';

const compile = (source: string) =>
  mdxToJs(source, {
    mdastPlugins: [chapterChecks, mathPlugin],
    features: { math: true },
    fileURL: pathToFileURL('content/chapters/03-two-dimensions/en.mdx'),
    data: { astro: { frontmatter: {}, headings: [], localImagePaths: new Set(), remoteImagePaths: new Set() } },
  });
const problem = async (source: string): Promise<string> => {
  try {
    await compile(source);
    return 'none';
  } catch (error) {
    return String(error);
  }
};
const line3 = 'content/chapters/03-two-dimensions/en.mdx:3: ';

describe('a mistake in a chapter is named with file and line', () => {
  test.each([
    ['<Labb />', 'unknown component <Labb>'],
    ['Text <Cite of="nobody1900" />.', '<Cite>: unknown citation key "nobody1900"'],
    ['Text <Cite key="dinh2017" />.', 'write of='],
    ['<Term of="phlogiston" />', '<Term>: unknown glossary term "phlogiston"'],
    ['See <Ref to="99-nowhere" />.', '<Ref>: unknown chapter "99-nowhere"'],
    ['<Listing file="src/nowhere.ts" />', 'there is no file "src/nowhere.ts"'],
    ['Text $\\frac{1}{$ here.', 'KaTeX parse error'],
    ['$$\n\\nosuch\n$$', 'Undefined control sequence'],
  ])('%s', async (text, message) => {
    const said = await problem(`# Title\n\n${text}\n`);
    expect(said).toContain(line3);
    expect(said).toContain(message);
  });

  test('what is imported or shared is known, and told where it stands', async () => {
    const { code } = await compile(
      'import Lens, { Other as Mine } from \'./figures/Lens.astro\';\n\n<Lens />\n\n<Mine />\n\n<Law name="a">b $\\z$</Law>\n',
    );
    expect(code).toContain('writtenAt: "content/chapters/03-two-dimensions/en.mdx:7"');
  });

  test('cited keys are handed to the page in reading order, once', async () => {
    const { data } = await compile(
      '<Cite of="dinh2017 rezende2015" /> and <Reading of="dinh2015" /> <Cite of="dinh2017" />',
    );
    expect(data.astro?.frontmatter['cited']).toEqual(['dinh2017', 'rezende2015', 'dinh2015']);
  });
});
