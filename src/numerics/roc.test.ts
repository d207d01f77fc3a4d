import { describe, expect, it } from 'vitest';
import { erf } from './error-function.ts';
import { areaUnderRoc, roc } from './roc.ts';
import { normals, rng } from './rng.ts';

describe('the receiver operating characteristic', () => {
  it('goes from nothing to everything, one step for each value', () => {
    const points = roc({ negatives: [1, 2, 2], positives: [2, 3] });
    expect(points).toEqual([
      { threshold: Infinity, falsePositiveRate: 0, truePositiveRate: 0 },
      { threshold: 3, falsePositiveRate: 0, truePositiveRate: 0.5 },
      { threshold: 2, falsePositiveRate: 2 / 3, truePositiveRate: 1 },
      { threshold: 1, falsePositiveRate: 1, truePositiveRate: 1 },
    ]);
  });

  it('has for an area the share of pairs in the right order, ties half', () => {
    const [negatives, positives] = [31, 17].map((n, i) =>
      Array.from(normals(rng(3 + i), n), (value) => Math.round(2 * value + i)),
    ) as [number[], number[]];
    const wins = positives.flatMap((p) => negatives.map((n) => (p > n ? 1 : p === n ? 0.5 : 0)));
    const share = wins.reduce<number>((sum, win) => sum + win, 0) / wins.length;
    expect(areaUnderRoc({ negatives, positives })).toBeCloseTo(share, 12);
  });

  it('has the area Φ(μ/√2) for two normals μ apart, and 1, ½, 0 where all, nothing or the opposite is told', () => {
    const n = 20_000;
    const negatives = normals(rng(1), n);
    const positives = normals(rng(2), n).map((value) => value + 1);
    // Φ(1/√2) = ½(1 + erf(½)); the standard error is at most 1/√(4·n)·… < 0.003.
    expect(Math.abs(areaUnderRoc({ negatives, positives }) - 0.5 * (1 + erf(0.5)))).toBeLessThan(0.008);
    expect(areaUnderRoc({ negatives: [0, 1], positives: [2, 3] })).toBe(1);
    expect(areaUnderRoc({ negatives: [5], positives: [5, 5] })).toBe(0.5);
    expect(areaUnderRoc({ negatives: [2], positives: [-Infinity, 0] })).toBe(0);
  });

  it.each([
    [{ negatives: [], positives: [1] }, 'roc: negatives is empty'],
    [{ negatives: [1], positives: [1, NaN] }, 'roc: positives[1] is NaN'],
  ])('refuses %o', (kinds, message) => {
    expect(() => roc(kinds)).toThrow(RangeError);
    expect(() => areaUnderRoc(kinds)).toThrow(message);
  });
});
