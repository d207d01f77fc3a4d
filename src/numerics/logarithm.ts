import { exp, LN2_HIGH, LN2_LOW } from './exponential.ts';
import { splitFloat } from './float64.ts';

/** 2/3, 2/5, … 2/25: twice the series of artanh s from its second term on, without the powers of s. */
const artanh = Float64Array.from({ length: 12 }, (_, i) => 2 / (2 * i + 3));

/**
 * log(1 + f) for √½ ≤ 1 + f < √2, plus a small `correction`.
 *
 * With s = f/(2 + f), log(1 + f) = 2 artanh s = f − f²/2 + s·(f²/2 + R), R = 2(s²/3 + s⁴/5 + …): the leading terms are
 * nearly exact, and R is small (fdlibm's arrangement of the series). s² < 0.0295, so twelve terms leave 2e-20.
 */
function log1pCore(f: number, correction: number, k: number): number {
  const s = f / (2 + f);
  const s2 = s * s;
  let series = 0;
  for (let i = artanh.length - 1; i >= 0; i--) series = (series + artanh[i]!) * s2;
  const half = 0.5 * f * f;
  if (k === 0) return f - (half - (s * (half + series) + correction));
  return k * LN2_HIGH - (half - (s * (half + series) + (k * LN2_LOW + correction)) - f);
}

/** Natural logarithm in float64, within about 1 unit in the last place; the same bits on every engine. */
export function log(x: number): number {
  if (x === 0) return -Infinity;
  if (x < 0 || x !== x) return NaN;
  if (x === Infinity) return Infinity;
  const { mantissa, exponent } = splitFloat(x);
  return log1pCore(mantissa - 1, 0, exponent);
}

/** log(1 + x) without the cancellation at small x. */
export function log1p(x: number): number {
  if (x === 0 || x !== x || x === Infinity) return x;
  if (x <= -1) return x === -1 ? -Infinity : NaN;
  if (x > -0.29 && x < 0.41) return log1pCore(x, 0, 0);
  const u = 1 + x;
  const { mantissa, exponent } = splitFloat(u);
  // What rounding 1 + x to u lost, carried to first order: log(1 + x) ≈ log u + lost/u.
  const lost = x < 1 ? x - (u - 1) : 1 - (u - x);
  return log1pCore(mantissa - 1, lost / u, exponent);
}

/**
 * xʸ = exp(y log x) for x ≥ 0. Relative error ≈ (1 + |y log x|)·2e-16: right for powers such as Adam's β^t, not for huge results.
 * @throws RangeError if x is negative.
 */
export function pow(x: number, y: number): number {
  if (x < 0) throw new RangeError(`pow: x must be ≥ 0, got ${x}.`);
  if (y === 0 || x === 1) return 1;
  return exp(y * log(x));
}
