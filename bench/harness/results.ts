import { readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';

const RESULTS = 'bench/RESULTS.md';
const HEADING =
  '# Results\n\nWritten by `npm run bench -- NAME --write`. Ratios from one run compare; absolute times do not.\n';

/** A bench's own section of the results, heading included; `''` where it has none yet. */
export type Section = { read(): Promise<string>; write(table: string): Promise<void> };

const opens = (section: string, name: string) => section.startsWith(`## ${name}\n`);
/** Heading, then one section a bench. */
const parts = (text: string) => text.split(/^(?=## )/m);

/** The results with the bench's section replaced, or added at the end. */
export function withSection(results: string, name: string, table: string): string {
  const others = parts(results).filter((section) => !opens(section, name));
  return `${[...others.map((section) => section.trimEnd()), table.trimEnd()].join('\n\n')}\n`;
}

export function sectionFor(name: string): Section {
  const all = () => readFile(RESULTS, 'utf8').catch(() => HEADING);
  return {
    read: async () => parts(await all()).find((section) => opens(section, name)) ?? '',
    write: async (table) => writeFile(RESULTS, withSection(await all(), name, table)),
  };
}

/** What stands beside every measurement; call it when the measuring is over. */
export function circumstances(): string {
  const machine = `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores`;
  const load = `load ${loadavg()[0]!.toFixed(1)} over the last minute, the bench's own included`;
  return `${machine}, Node ${process.versions.node}; ${load}; ${new Date().toISOString().slice(0, 10)}`;
}
