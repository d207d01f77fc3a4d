import { exp } from './elementary.ts';

const TWO_OVER_ROOT_PI = 1.1283791670955126;

/** erf x = 2/√π ∫₀ˣ e^(−t²) dt, relative error about 1e-15. */
export function erf(x: number): number {
  const size = Math.abs(x);
  const value = size < 2 ? erfSeries(size) : 1 - erfc(size);
  return x < 0 ? -value : value;
}

/** erfc x = 1 − erf x, with relative (not only absolute) accuracy about 1e-13 in the right tail. */
export function erfc(x: number): number {
  if (x < 0) return 2 - erfc(-x);
  return x < 2 ? 1 - erfSeries(x) : exp(-x * x) * erfcxFraction(x);
}

/** e^(x²)·erfc x for x ≥ 0: the tail that neither underflows nor cancels. @throws RangeError if x is negative. */
export function erfcx(x: number): number {
  if (x < 0) throw new RangeError(`erfcx: x must be ≥ 0, got ${x}.`);
  return x < 2 ? exp(x * x) * (1 - erfSeries(x)) : erfcxFraction(x);
}

/** 2/√π·x·e^(−x²)·Σ (2x²)ⁿ/(2n + 1)!!: all terms positive. https://dlmf.nist.gov/7.6#E2 */
function erfSeries(x: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 1; term > 1e-17 * sum; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return TWO_OVER_ROOT_PI * x * exp(-x * x) * sum;
}

/** Laplace's continued fraction 1/√π · 1/(x + ½/(x + 1/(x + 3⁄2/(x + …)))) for x ≥ 2. https://dlmf.nist.gov/7.9#E1 */
function erfcxFraction(x: number): number {
  let tail = x;
  for (let k = 60; k >= 1; k--) tail = x + k / (2 * tail);
  return TWO_OVER_ROOT_PI / (2 * tail);
}
