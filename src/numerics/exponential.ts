import { scaleByPowerOfTwo } from './float64.ts';

// ln 2 in two parts (Cody & Waite 1980): the first has 21 trailing zero bits, so k·LN2_HIGH is exact for |k| < 2²¹.
export const LN2_HIGH = 0.69314718036912381649;
export const LN2_LOW = 1.90821492927058770002e-10;

/** 1/n! for n = 2 … 14: after the reduction |r| ≤ ½ ln 2, so the first term left out is below 3e-19 of the result. */
const taylor = Float64Array.from({ length: 13 }, (_, i) => {
  let factorial = 1;
  for (let n = 2; n <= i + 2; n++) factorial *= n;
  return 1 / factorial;
});

/** (eʳ − 1 − r)/r², by Horner's rule. */
function remainder(r: number): number {
  let sum = 0;
  for (let i = taylor.length - 1; i >= 0; i--) sum = sum * r + taylor[i]!;
  return sum;
}

/** eˣ − 1 = 2ᵏ·(1 + m) − 1 with m = expm1(r), x = k ln 2 + r, |r| ≤ ½ ln 2 (Muller, Elementary Functions, §11). */
function reduce(x: number): { k: number; m: number } {
  const k = Math.floor(x * Math.LOG2E + 0.5);
  const large = x - k * LN2_HIGH;
  const small = k * LN2_LOW;
  const r = large - small;
  const lost = large - r - small;
  return { k, m: r + (r * r * remainder(r) + lost * (1 + r)) };
}

/** eˣ in float64, within about 1 unit in the last place; the same bits on every engine. */
export function exp(x: number): number {
  if (x > 709.782712893384) return Infinity;
  if (x < -745.1332191019412) return 0;
  if (x !== x) return NaN;
  const { k, m } = reduce(x);
  return scaleByPowerOfTwo(1 + m, k);
}

/** eˣ − 1 without the cancellation at small x. */
export function expm1(x: number): number {
  if (x === 0 || x !== x) return x;
  if (x > 709.782712893384) return Infinity;
  if (x < -40) return -1;
  const { k, m } = reduce(x);
  if (k === 0) return m;
  return k > 60 ? scaleByPowerOfTwo(1 + m, k) : scaleByPowerOfTwo(m + (1 - scaleByPowerOfTwo(1, -k)), k);
}

/** tanh x = (e²ˣ − 1)/(e²ˣ + 1), each branch written so that nothing cancels. */
export function tanh(x: number): number {
  if (x === 0 || x !== x) return x;
  const size = Math.abs(x);
  if (size > 22) return x > 0 ? 1 : -1;
  const t = expm1(size < 1 ? -2 * size : 2 * size);
  const value = size < 1 ? -t / (t + 2) : 1 - 2 / (t + 2);
  return x > 0 ? value : -value;
}
