import { describe, expect, it } from 'vitest';
import { erf, erfc, erfcx } from './error-function.ts';
import { gaussLegendre } from './quadrature.ts';
import { i0e, logSumExp } from './special.ts';

function integral(f: (t: number) => number, low: number, high: number): number {
  const { nodes, weights } = gaussLegendre(200, low, high);
  return nodes.reduce((sum, t, i) => sum + weights[i]! * f(t), 0);
}

const relative = (got: number, want: number) => Math.abs(got / want - 1);

describe('the scaled Bessel function', () => {
  it.each([0, 1e-8, 0.3, 2, 7.5, 19.99, 20.01, 60, 1406.25, 1e6])(
    'is the mean of exp(x(cos t − 1)) over the circle, x = %d',
    (x) => {
      // Only |t| ≲ 8/√x matters; Gauss–Legendre on a part that holds it is exact to rounding.
      const end = Math.min(Math.PI, 13 / Math.sqrt(Math.max(x, 1e-9)));
      const want = integral((t) => Math.exp(-2 * x * Math.sin(t / 2) ** 2), 0, end) / Math.PI;
      expect(relative(i0e(x), want)).toBeLessThan(2e-14);
      expect(i0e(-x)).toBe(i0e(x));
    },
  );
});

describe('the error functions', () => {
  it.each([1e-9, 0.1, 0.7, 1.5, 1.999, 2.001, 3, 5])('erf is the integral of the Gaussian, x = %d', (x) => {
    const want = (2 / Math.sqrt(Math.PI)) * integral((t) => Math.exp(-t * t), 0, x);
    expect(relative(erf(x), want)).toBeLessThan(1e-13);
    expect(erf(-x)).toBe(-erf(x));
    expect(Math.abs(erf(x) + erfc(x) - 1)).toBeLessThan(1e-15);
    expect(Math.abs(erfc(-x) + erfc(x) - 2)).toBeLessThan(1e-15);
  });

  it.each([0, 0.5, 1.999, 2.001, 4, 10, 40])('erfcx is 2/√π ∫ exp(−t² − 2xt) dt, x = %d', (x) => {
    const want =
      (2 / Math.sqrt(Math.PI)) * integral((t) => Math.exp(-t * t - 2 * x * t), 0, Math.min(7, 25 / (x + 1e-9)));
    expect(relative(erfcx(x), want)).toBeLessThan(1e-10);
    if (x < 20) expect(relative(erfc(x), want * Math.exp(-x * x))).toBeLessThan(1e-10);
  });

  it('erfcx refuses a negative argument', () => {
    expect(() => erfcx(-1)).toThrow(RangeError);
  });
});

describe('logSumExp', () => {
  it('is the logarithm of the sum, where that can be formed', () => {
    expect(logSumExp([0.3, -1.2, 2.5])).toBeCloseTo(Math.log(Math.exp(0.3) + Math.exp(-1.2) + Math.exp(2.5)), 14);
  });

  it('shifts with its arguments, far outside the range of exp', () => {
    expect(logSumExp([5000, 5000 + Math.log(3)])).toBeCloseTo(5000 + Math.log(4), 11);
    expect(logSumExp([-5000, -5000])).toBeCloseTo(-5000 + Math.log(2), 11);
  });

  it('keeps −∞, +∞ and NaN, and an empty sum is 0', () => {
    expect(logSumExp([])).toBe(-Infinity);
    expect(logSumExp([-Infinity, -Infinity])).toBe(-Infinity);
    expect(logSumExp([-Infinity, 1])).toBe(1);
    expect(logSumExp([Infinity, 1])).toBe(Infinity);
    expect(logSumExp([0, NaN])).toBeNaN();
    expect(logSumExp([NaN, 0])).toBeNaN();
  });
});
