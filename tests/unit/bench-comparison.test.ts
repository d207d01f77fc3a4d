import { describe, expect, it } from 'vitest';
import { checkLosses, comparisonTable, compete, ratioLines } from '../../bench/harness/comparison.ts';
import type { Entry } from '../../bench/harness/comparison.ts';
import { CannotTrain, stretch } from '../../bench/harness/contender.ts';
import type { Contender } from '../../bench/harness/contender.ts';
import { withSection } from '../../bench/harness/results.ts';
import { median, range } from '../../bench/harness/statistics.ts';

const caption = { title: 'Training', unit: 'steps/s', how: '3 rounds' };
const own: Entry = { name: 'ours', side: 'ours', rates: [90, 100, 400] };
const page: Entry = { name: 'ours in Chromium', side: 'ours', place: 'chromium', rates: [80] };
const torch: Entry = { name: 'torch', side: 'peer', rates: [20, 40, 30] };
const wasm: Entry = { name: 'stock wasm', side: 'peer', rates: [10] };

describe('statistics', () => {
  it('takes the middle value, or the mean of the two in the middle, by size and not by spelling', () => {
    expect(median([100, 9, 20])).toBe(20);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([])).toBeNaN();
    expect(range([3, 1, 2])).toEqual([1, 3]);
  });
});

describe('ratioLines', () => {
  it('divides medians, ours by the first peer that ran, in Node last', () => {
    expect(ratioLines([own, torch, wasm, page])).toEqual(['ratio in Chromium: 2.67', 'ratio: 3.33']);
    expect(ratioLines([own, page, wasm])).toEqual(['ratio in Chromium: 8.00', 'ratio: 10.00']);
  });

  it('passes over peers that could not train, and over other rows of ours', () => {
    const missing: Entry = { name: 'stock wasm', side: 'peer', absent: 'no kernel' };
    const relaxed: Entry = { name: 'ours, relaxed', side: 'ours', rates: [120] };
    expect(ratioLines([own, missing, relaxed, torch])).toEqual(['ratio: 3.33']);
    expect(ratioLines([own, missing])).toEqual(['ratio: NaN']);
  });
});

describe('comparisonTable', () => {
  it('has a row a contender: median, range and both ratios, or why there are none', () => {
    const table = comparisonTable('maf', caption, [
      own,
      torch,
      page,
      { name: 'cpu', side: 'peer', absent: 'no kernel' },
    ]);
    expect(table).toContain('| ours | 100.0 | 90.0–400.0 | 1.00 | 0.80 |');
    expect(table).toContain('| torch | 30.0 | 20.0–40.0 | 3.33 | 2.67 |');
    expect(table).toContain('| cpu | – | cannot: no kernel | – | – |');
    expect(table).toContain('÷ torch.');
    expect(table.startsWith('## maf\n')).toBe(true);
  });

  it('refuses to compare where ours did not run', () => {
    expect(() => comparisonTable('maf', caption, [torch])).toThrow('The first contender must be ours');
  });
});

describe('compete', () => {
  const contender = (name: string, losses: number[], ran: string[]): Contender => ({
    name,
    side: 'peer',
    run: async (steps) => {
      ran.push(`${name}${steps}`);
      if (losses.length === 0) throw new CannotTrain('no kernel');
      return { ms: 100, loss: losses.length > 1 ? losses.shift()! : losses[0]! };
    },
    close() {},
  });

  it('compares losses, warms up and then takes turns of half a second', async () => {
    const ran: string[] = [];
    const entries = await compete([contender('a', [2], ran), contender('b', [2], ran)], 2, 10);
    expect(ran.join(' ')).toBe('a1 b1 a4 b4 a10 b10 a50 b50 a50 b50');
    expect(entries[1]).toMatchObject({ name: 'b', rates: [500, 500] });
  });

  it('stops where losses differ, at the start or a few steps on', async () => {
    const apart = (...losses: number[]) => compete([contender('a', [2], []), contender('b', losses, [])], 1, 10);
    await expect(apart(2.001)).rejects.toThrow('a 2.000000; b 2.001000');
    await expect(apart(2, 2.1)).rejects.toThrow('do not do the same work');
    await expect(apart(NaN)).rejects.toThrow('do not do the same work');
  });

  it('asks no further of who cannot train', async () => {
    const ran: string[] = [];
    const entries = await compete([contender('a', [2], []), contender('b', [], ran)], 2, 10);
    expect(ran).toEqual(['b1']);
    expect(entries[1]).toMatchObject({ name: 'b', absent: 'no kernel' });
  });

  it('lets equal losses differ by no more than the tolerance', () => {
    const losses = new Map([
      ['a', 1],
      ['b', 1.25],
    ]);
    expect(() => checkLosses(losses, 0.25)).not.toThrow();
    expect(() => checkLosses(losses, 0.24)).toThrow('Losses: a 1.000000; b 1.250000');
  });
});

it("reads a peer's answer, and its refusal", () => {
  expect(stretch('12.5 1.875')).toEqual({ ms: 12.5, loss: 1.875 });
  expect(() => stretch('cannot find a kernel')).toThrow(CannotTrain);
});

it('replaces a section of the results and leaves the others as they are', () => {
  const results = '# Results\n\nWords.\n\n## maf\n\nold\n\n## maf-64\n\nkept\n';
  const once = withSection(results, 'maf', '## maf\n\nnew\n');
  expect(once).toBe('# Results\n\nWords.\n\n## maf-64\n\nkept\n\n## maf\n\nnew\n');
  expect(withSection(once, 'maf', '## maf\n\nnew\n')).toBe(once);
});
