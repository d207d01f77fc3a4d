import { CannotTrain } from './contender.ts';
import type { Contender, Stretch } from './contender.ts';
import { median, range } from './statistics.ts';

/** A contender's rates, steps/s round by round, or why it has none. */
export type Entry = Pick<Contender, 'name' | 'side' | 'place'> & ({ rates: number[] } | { absent: string });

/** The least time of a counted run: long enough to forget what ran before. */
const RUN_MS = 500;
/** Equal weights and batches give equal losses but for the order of float32 sums. */
const AT_THE_START = 2e-5;
/**
 * Adam's first steps have length η whatever the gradient's, so where it is nearly 0 rounding decides their signs. A wrong formula shows here
 * by more; later the paths drift apart, as any two orders of summation do, and are no longer compared.
 */
const AFTER_FIVE_STEPS = 5e-3;

/**
 * All contenders in turn, round by round, after their losses were compared at the start and after five steps, and a round to warm up.
 * @throws Error if their losses differ: they would not be doing the same work.
 */
export async function compete(contenders: readonly Contender[], rounds: number, steps: number): Promise<Entry[]> {
  const rates = contenders.map((): number[] => []);
  const absent = new Map<Contender, string>();
  const inTurn = async (count: (i: number) => number, note: (i: number, stretch: Stretch) => void): Promise<void> => {
    for (const [i, contender] of contenders.entries()) {
      if (absent.has(contender)) continue;
      try {
        note(i, await contender.run(count(i)));
      } catch (error) {
        if (!(error instanceof CannotTrain)) throw error;
        absent.set(contender, error.message);
      }
    }
  };
  const compared = async (count: number, tolerance: number): Promise<void> => {
    const losses = new Map<string, number>();
    await inTurn(
      () => count,
      (i, { loss }) => losses.set(contenders[i]!.name, loss),
    );
    checkLosses(losses, tolerance);
  };
  await compared(1, AT_THE_START);
  await compared(4, AFTER_FIVE_STEPS);
  const counts = contenders.map(() => steps);
  await inTurn(
    () => steps,
    (i, { ms }) => (counts[i] = Math.max(steps, Math.ceil((RUN_MS * steps) / ms))),
  );
  for (let round = 0; round < rounds; round++) {
    await inTurn(
      (i) => counts[i]!,
      (i, { ms }) => rates[i]!.push((1000 * counts[i]!) / ms),
    );
  }
  return contenders.map((contender, i) => {
    const { name, side, place } = contender;
    const reason = absent.get(contender);
    return { name, side, place, ...(reason === undefined ? { rates: rates[i]! } : { absent: reason }) };
  });
}

/** @throws Error with all losses if two of them differ by more, or one is no number. */
export function checkLosses(losses: ReadonlyMap<string, number>, tolerance: number): void {
  const [low, high] = range([...losses.values()]);
  if (high - low <= tolerance) return;
  const each = [...losses].map(([name, loss]) => `${name} ${loss.toFixed(6)}`).join('; ');
  throw new Error(`The contenders do not do the same work. Losses: ${each}.`);
}

const rateOf = (entry: Entry | undefined): number => (entry && 'rates' in entry ? median(entry.rates) : NaN);

/** Our first entry, ours in Chromium where it ran, and the first peer that ran: whom the ratios are about. */
export function sides(entries: readonly Entry[]): { ours: Entry; inChromium?: Entry; peer?: Entry } {
  const ran = entries.filter((entry) => 'rates' in entry);
  const [ours] = ran;
  if (ours?.side !== 'ours') throw new Error('The first contender must be ours, and must run.');
  return {
    ours,
    inChromium: ran.find(({ place }) => place === 'chromium'),
    peer: ran.find(({ side }) => side === 'peer'),
  };
}

export type Caption = { title: string; unit: string; how: string };

/** The bench's section of the results: heading, caption, and a row a contender. */
export function comparisonTable(name: string, { title, unit, how }: Caption, entries: readonly Entry[]): string {
  const { ours, inChromium, peer } = sides(entries);
  const over = (entry: Entry | undefined, below: Entry) => {
    const ratio = rateOf(entry) / rateOf(below);
    return Number.isFinite(ratio) ? ratio.toFixed(2) : '–';
  };
  const rows = entries.map((entry) => {
    if ('absent' in entry) return `| ${entry.name} | – | cannot: ${entry.absent} | – | – |`;
    const [low, high] = range(entry.rates);
    const cells = [rateOf(entry).toFixed(1), `${low.toFixed(1)}–${high.toFixed(1)}`, over(ours, entry)];
    return `| ${entry.name} | ${cells.join(' | ')} | ${over(inChromium, entry)} |`;
  });
  return [
    `## ${name}`,
    '',
    `${title}. ${how}.`,
    peer ? `The ratio that the command prints is ours, in the first row, ÷ ${peer.name}.` : 'No peer could run here.',
    '',
    `| contender | median ${unit} | range | ours in Node ÷ it | ours in Chromium ÷ it |`,
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

/** What the command prints last; `ratio: NaN` where there is no peer. */
export function ratioLines(entries: readonly Entry[]): string[] {
  const { ours, inChromium, peer } = sides(entries);
  const ratio = (entry: Entry) => (rateOf(entry) / rateOf(peer)).toFixed(2);
  return [...(inChromium ? [`ratio in Chromium: ${ratio(inChromium)}`] : []), `ratio: ${ratio(ours)}`];
}
