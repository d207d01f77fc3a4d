import { expect, test } from 'vitest';
import { claimedMass, countInside, totalMass, type Claim } from './conservation.ts';
import type { Point } from './matrix2.ts';

const settings = [[0, 0.7], [0.8, 0.7], [1.2, -1], [-0.6, 1.5]]; // prettier-ignore

/** E[exp(power · a · tanh Z)], Z standard normal, by an independent one-dimensional sum. */
function expectedPower(power: number, a: number): number {
  let sum = 0;
  const step = 0.001;
  for (let u = -9; u < 9; u += step) sum += Math.exp(power * a * Math.tanh(u) - (u * u) / 2) * step;
  return sum / Math.sqrt(2 * Math.PI);
}

test.each([
  ['right', 0],
  ['forgotten', 1],
  ['wrong-sign', 2],
] as [Claim, number][])(
  // prettier-ignore
  '∫p under the claim %s is the mean of det J to the power %i',
  (claim, power) => {
    for (const knobs of settings) expect(totalMass(claim, knobs)).toBeCloseTo(expectedPower(power, knobs[0]!), 4);
  },
);

test('without a scale no claim can be told from another', () => {
  for (const claim of ['right', 'forgotten', 'wrong-sign'] as const) {
    expect(totalMass(claim, [0, 1.2])).toBeCloseTo(1, 5);
  }
});

/** P(lo < Z < hi) for a standard normal, by a one-dimensional sum. */
function normalMass(lo: number, hi: number): number {
  const n = 4000;
  const step = (hi - lo) / n;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += Math.exp(-((lo + (i + 0.5) * step) ** 2) / 2) * step;
  return sum / Math.sqrt(2 * Math.PI);
}

test('under the law, the mass of the image is the mass of the square', () => {
  for (const knobs of settings) {
    for (const [u, v] of [
      [0.5, -0.3],
      [-1.2, 1],
    ] as Point[]) {
      // prettier-ignore
      const base = normalMass(u - 0.5, u + 0.5) * normalMass(v - 0.5, v + 0.5);
      expect(claimedMass('right', knobs, [u, v], 1)).toBeCloseTo(base, 4);
    }
  }
});

test('dots on the edge belong to the square', () => {
  expect(countInside([[0, 0], [0.5, 0.5], [0.51, 0], [2, 2]], [0, 0], 1)).toBe(2); // prettier-ignore
});
