import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * The lines of a source file between `// #region name` and `// #endregion name`, without their common indent;
 * the whole file where no region is asked for. Marks of other regions inside are left out.
 * @throws Error naming the file, and the regions it has, if the file or the region does not exist.
 */
export function listing(file: string, region?: string): { code: string; firstLine: number } {
  const lines = readLines(file);
  const [first, last] = region === undefined ? [0, lines.length] : bounds(lines, file, region);
  const kept = lines.slice(first, last).filter((line) => !mark.test(line));
  const indent = Math.min(...kept.filter((line) => line.trim()).map((line) => line.search(/\S/)));
  return {
    code: kept
      .map((line) => line.slice(indent))
      .join('\n')
      .trim(),
    firstLine: first + 1,
  };
}

const mark = /^\s*\/\/ #(?:end)?region\b/;

function readLines(file: string): string[] {
  try {
    return readFileSync(resolve(process.cwd(), file), 'utf8').split('\n');
  } catch {
    throw new Error(`there is no file "${file}" (the path starts at the project's root)`);
  }
}

function bounds(lines: string[], file: string, region: string): [number, number] {
  const start = lines.findIndex((line) => line.trim() === `// #region ${region}`);
  const end = lines.findIndex((line) => line.trim() === `// #endregion ${region}`);
  if (start < 0 || end < start) {
    const has = lines.flatMap((line) => /^\s*\/\/ #region (\S+)/.exec(line)?.[1] ?? []);
    throw new Error(`"${file}" has no region "${region}"; it has ${has.length ? has.join(', ') : 'none'}`);
  }
  return [start + 1, end];
}
