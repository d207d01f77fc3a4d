/**
 * `npm run bench -- NAME [--rounds R] [--write]`: runs one file of `bench/` and prints its table and, where it has peers, as the last
 * line `ratio: R` (ours ÷ the first peer). `--write` puts the table into `bench/RESULTS.md`.
 */
import { readdir } from 'node:fs/promises';
import { sectionFor } from '../bench/harness/results.ts';
import type { Section } from '../bench/harness/results.ts';
import { UsageError } from './usage.ts';

type Bench = { run(args: string[], section: Section): Promise<number> };

export async function main(args: string[]): Promise<number> {
  const names = (await readdir('bench')).filter((file) => file.endsWith('.ts')).map((file) => file.slice(0, -3));
  const name = args.find((argument) => names.includes(argument));
  if (name === undefined) throw new UsageError(`usage: npm run bench -- ${names.join(' | ')} [options]`);
  const bench = (await import(/* @vite-ignore */ `../bench/${name}.ts`)) as Bench;
  return bench.run(
    args.filter((argument) => argument !== name),
    sectionFor(name),
  );
}
