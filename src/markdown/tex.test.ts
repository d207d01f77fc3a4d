import { describe, expect, test } from 'vitest';
import { macros, notation } from '../../content/notation.ts';
import { displayMath, inlineProse, tex } from './tex.ts';

describe('TeX at build time', () => {
  test('a macro carries the colour of its meaning and is read aloud as its letter', () => {
    const html = tex('\\z', false);
    expect(html).toContain('tex-z');
    expect(html).toContain('<mi>z</mi>');
  });

  test('wrong TeX throws', () => {
    expect(() => tex('\\frac{1}{', false)).toThrow(/parse error/i);
    expect(() => tex('\\nosuchmacro', false)).toThrow(/Undefined control sequence/);
  });

  test('no formula can bring a link or a picture', () => {
    expect(() => tex('\\href{https://example.org}{a}', false)).toThrow();
  });

  test('a display formula can be scrolled by keyboard', () => {
    expect(displayMath('\\x')).toMatch(/tabindex="0"/);
  });

  test('text around a formula is escaped', () => {
    expect(inlineProse('a < b & `x < y`')).toBe('a &lt; b &amp; <code>x &lt; y</code>');
  });

  test('every symbol of the notation can be set', () => {
    for (const { macro, tex: source, shown, meaning } of Object.values(notation).flat()) {
      expect(tex(shown ?? macro ?? source, false)).toContain('katex');
      expect(inlineProse(meaning)).not.toContain('$');
    }
    expect(Object.keys(macros)).toContain('\\logdet');
  });
});
