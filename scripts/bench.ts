/**
 * `npm run bench -- NAME [--rounds R] [--write]`: runs one file of `bench/` against its peers, in turn within one run, and
 * prints medians, spread and, last, `ratio: R` (ours ÷ the first peer). `--write` puts the table into `bench/RESULTS.md`.
 * A file that exports `run` instead makes a table of its own, from options of its own.
 */
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { UsageError, wholeNumber } from './usage.ts';
import type { Contender, Section } from '../bench/contender.ts';

type Comparison = {
  title: string;
  unit: string;
  stepsPerRun: number;
  contenders(): Promise<{ ours: Contender; peers: Contender[]; close(): Promise<void> }>;
};
type OwnTable = { run(args: string[], section: Section): Promise<number> };

/**
 * Losses at the end of the first run, on equal weights and batches. float32 sums in another order differ in the sixth digit
 * then; later the paths drift apart, as any two orders of summation do, and are no longer compared.
 */
const LOSS_TOLERANCE = 5e-3;
/** The least time of a counted run. */
const RUN_MS = 500;
const RESULTS = 'bench/RESULTS.md';

export async function main(args: string[]): Promise<number> {
  const names = (await readdir('bench'))
    .filter((file) => /^(?!contender).*\.ts$/.test(file))
    .map((file) => file.slice(0, -3));
  const name = args.find((argument) => names.includes(argument));
  if (name === undefined) throw new UsageError(`usage: npm run bench -- ${names.join(' | ')} [options]`);
  const bench = (await import(/* @vite-ignore */ `../bench/${name}.ts`)) as Comparison | OwnTable;
  const rest = args.filter((argument) => argument !== name);
  if ('run' in bench) {
    return bench.run(rest, { read: () => sectionOf(name), write: (table) => record(name, table) });
  }
  await compare(name, bench, rest);
  return 0;
}

async function compare(name: string, bench: Comparison, args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { rounds: { type: 'string', default: '7' }, write: { type: 'boolean', default: false } },
  });
  const rounds = wholeNumber('--rounds', values.rounds);
  const { ours, peers, close } = await bench.contenders();
  const all = [ours, ...peers];
  const rates = all.map((): number[] => []);
  const counts = all.map(() => bench.stepsPerRun);
  try {
    for (let round = 0; round <= rounds; round++) {
      const losses: number[] = [];
      for (const [i, contender] of all.entries()) {
        const { ms, loss } = await contender.run(counts[i]!);
        losses.push(loss);
        // The first round warms up, and says how many steps make a run long enough to forget what ran before.
        if (round > 0) rates[i]!.push((1000 * counts[i]!) / ms);
        else counts[i] = Math.max(bench.stepsPerRun, Math.ceil((RUN_MS * bench.stepsPerRun) / ms));
      }
      const spread = Math.max(...losses) - Math.min(...losses);
      if (round === 0 && !(spread < LOSS_TOLERANCE)) {
        throw new Error(
          `The contenders do not do the same work: losses ${losses.map((loss) => loss.toFixed(4)).join(', ')}.`,
        );
      }
    }
  } finally {
    all.forEach((contender) => contender.close());
    await close();
  }
  const medians = rates.map(median);
  const rows = all.map(({ name: who }, i) => {
    const [low, high] = [Math.min(...rates[i]!), Math.max(...rates[i]!)];
    return `| ${who} | ${medians[i]!.toFixed(1)} | ${low.toFixed(1)}–${high.toFixed(1)} | ${(medians[0]! / medians[i]!).toFixed(2)} |`;
  });
  const machine = `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.versions.node}`;
  const table = [
    `## ${name}`,
    '',
    `${bench.title}. ${rounds} rounds of ${bench.stepsPerRun} steps or more, in turn; ${machine}; ${new Date().toISOString().slice(0, 10)}.`,
    '',
    `| contender | median ${bench.unit} | range | ours ÷ it |`,
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
  console.log(table);
  if (values.write) await record(name, table);
  console.log(`ratio: ${(medians[0]! / medians[1]!).toFixed(2)}`);
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The parts of the results: heading, then one section a bench. */
async function parts(): Promise<string[]> {
  const heading =
    '# Results\n\nWritten by `npm run bench -- NAME --write`. Ratios from one run compare; absolute times do not.\n';
  const before = await readFile(RESULTS, 'utf8').catch(() => heading);
  return before.split(/^(?=## )/m);
}

const opens = (section: string, name: string) => section.startsWith(`## ${name}\n`);

async function sectionOf(name: string): Promise<string> {
  return (await parts()).find((section) => opens(section, name)) ?? '';
}

/** Replaces the bench's section of the results, or adds it. */
async function record(name: string, table: string): Promise<void> {
  const others = (await parts()).filter((section) => !opens(section, name));
  await writeFile(RESULTS, `${[...others.map((section) => section.trimEnd()), table.trimEnd()].join('\n\n')}\n`);
}
