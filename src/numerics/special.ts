import { exp, log } from './elementary.ts';

/** log Σ exp(valuesᵢ) without overflow; −∞ for an empty list. */
export function logSumExp(values: ArrayLike<number>): number {
  let largest = -Infinity;
  for (let i = 0; i < values.length; i++) {
    if (!(values[i]! <= largest)) largest = values[i]!;
  }
  if (!Number.isFinite(largest)) return largest;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += exp(values[i]! - largest);
  return largest + log(sum);
}

/**
 * Scaled modified Bessel function e^(−|x|)·I₀(x).
 *
 * Below 20 the power series (all terms positive), from there the asymptotic series, whose smallest term is e^(−2x).
 * https://dlmf.nist.gov/10.25#E2, https://dlmf.nist.gov/10.40#E1
 */
export function i0e(x: number): number {
  const size = Math.abs(x);
  let term = 1;
  let sum = 1;
  if (size < 20) {
    for (let k = 1; term > 1e-17 * sum; k++) {
      term *= (size * size) / (4 * k * k);
      sum += term;
    }
    return exp(-size) * sum;
  }
  for (let k = 1; term > 1e-17; k++) {
    term *= ((2 * k - 1) * (2 * k - 1)) / (8 * k * size);
    sum += term;
  }
  return sum / Math.sqrt(2 * Math.PI * size);
}
