import { describe, expect, it } from 'vitest';
import { atan2, cos, exp, expm1, log, log1p, pow, sin, tanh } from './elementary.ts';

/** Evenly spaced numbers, plus the same squeezed towards 0 through 60 binary orders. */
function sweep(low: number, high: number, n = 20_000): number[] {
  const even = Array.from({ length: n }, (_, i) => low + ((high - low) * (i + 0.382)) / n);
  return [...even, ...even.map((x, i) => x * 2 ** -(i % 60))];
}

type Unary = (x: number) => number;

function worstRelative(ours: Unary, theirs: Unary, points: number[]): number {
  let worst = 0;
  for (const x of points) {
    const want = theirs(x);
    const error = Math.abs(ours(x) - want) / Math.max(Math.abs(want), Number.MIN_VALUE);
    if (!(error <= worst)) worst = error;
  }
  return worst;
}

const functions: [string, Unary, Unary, number[]][] = [
  ['exp', exp, Math.exp, sweep(-708, 709)],
  ['expm1', expm1, Math.expm1, sweep(-40, 709)],
  ['tanh', tanh, Math.tanh, sweep(-25, 25)],
  ['log', log, Math.log, sweep(1e-9, 4).concat(sweep(0, 1e300), sweep(0, 1e-308))],
  ['log1p', log1p, Math.log1p, sweep(-0.999999, 3).concat(sweep(0, 1e18))],
  ['sin', sin, Math.sin, sweep(-10, 10).concat(sweep(-1e5, 1e5))],
  ['cos', cos, Math.cos, sweep(-10, 10).concat(sweep(-1e5, 1e5))],
];

// Two units in the last place on each side: the engine's own functions are not exactly rounded either.
const tolerance = 4 * Number.EPSILON;

describe('elementary functions agree with the engine’s own to a few units in the last place', () => {
  it.each(functions)('%s', (_, ours, theirs, points) => {
    expect(worstRelative(ours, theirs, points)).toBeLessThan(tolerance);
  });

  it('atan2, in every quadrant', () => {
    for (const [i, angle] of sweep(-Math.PI, Math.PI, 5_000).entries()) {
      const radius = 2 ** ((i % 41) - 20);
      const [x, y] = [radius * Math.cos(angle), radius * Math.sin(angle)];
      expect(Math.abs(atan2(y, x) - Math.atan2(y, x))).toBeLessThan(1e-15);
    }
  });

  it('pow, for the powers that Adam takes', () => {
    for (let t = 1; t <= 5_000; t += 7) {
      for (const beta of [0.9, 0.999]) {
        const bound = 4 * Number.EPSILON * (1 - t * Math.log(beta));
        expect(Math.abs(pow(beta, t) / beta ** t - 1)).toBeLessThan(bound);
      }
    }
  });
});

describe('elementary functions agree with the engine’s own where it is special', () => {
  const special = [0, -0, Infinity, -Infinity, NaN, 1, -1, Number.MIN_VALUE, -Number.MIN_VALUE, 2 ** -1030];

  it.each(functions)('%s at ±0, ±∞, NaN, ±1 and subnormal numbers', (_, ours, theirs) => {
    for (const x of special) {
      const [got, want] = [ours(x), theirs(x)];
      if (Number.isFinite(want) && want !== 0) expect(Math.abs(got / want - 1)).toBeLessThan(tolerance);
      else expect(got).toBe(want);
    }
  });

  it('exp overflows to ∞, passes through subnormal numbers and underflows to 0', () => {
    expect(exp(709.79)).toBe(Infinity);
    expect(exp(-745.14)).toBe(0);
    // Here one spacing is 5e-324, so agreement can be no finer than that.
    for (const x of sweep(-745, -708, 500)) {
      if (x < -708) expect(Math.abs(exp(x) - Math.exp(x))).toBeLessThanOrEqual(Number.MIN_VALUE + 1e-15 * Math.exp(x));
    }
  });

  it('atan2 at the origin and on the axes', () => {
    expect([atan2(0, 0), atan2(0, 1), atan2(1, 0), atan2(-1, 0), atan2(0, -1)]).toEqual([
      0,
      0,
      Math.PI / 2,
      -Math.PI / 2,
      Math.PI,
    ]);
    expect(atan2(NaN, 1)).toBeNaN();
  });
});

describe('what cannot be computed says so', () => {
  it('sin and cos refuse an angle too large to reduce', () => {
    expect(() => sin(2e6)).toThrow(/sin, cos: the angle .* got 2000000/);
    expect(() => cos(-2e6)).toThrow(RangeError);
  });

  it('pow refuses a negative base', () => {
    expect(() => pow(-1, 2)).toThrow(/pow: x must be ≥ 0, got -1/);
    expect([pow(0, 0), pow(0, 2), pow(5, 0)]).toEqual([1, 0, 1]);
  });
});
