import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { listing } from './listing.ts';

const folder = mkdtempSync(join(tmpdir(), 'listing-'));
const file = join(folder, 'a.ts');
writeFileSync(
  file,
  'const before = 1;\n  // #region one\n  if (before) {\n    // #region two\n    go();\n    // #endregion two\n  }\n  // #endregion one\n',
);
afterAll(() => rmSync(folder, { recursive: true }));

describe('a listing is the source itself', () => {
  test('a region loses its common indent and the marks of others', () => {
    expect(listing(file, 'one')).toEqual({ code: 'if (before) {\n  go();\n}', firstLine: 3 });
    expect(listing(file, 'two').code).toBe('go();');
  });

  test('without a region it is the whole file', () => {
    expect(listing(file).code.split('\n')[0]).toBe('const before = 1;');
  });

  test('an unknown region names those there are', () => {
    expect(() => listing(file, 'three')).toThrow(/has no region "three"; it has one, two/);
  });

  test('an unknown file is named', () => {
    expect(() => listing('src/nowhere.ts')).toThrow(/no file "src\/nowhere.ts"/);
  });
});
