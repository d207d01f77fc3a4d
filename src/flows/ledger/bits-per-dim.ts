import { log } from '#numerics';
import { positiveInteger } from '../argument-checks.ts';

/**
 * Bits per dimension of a negative log-density in nats: nll ÷ (D·ln 2) + log₂ levels.
 *
 * `levels` says how many whole steps of the data make one unit of what the density is of. It is 1, the default, for a density of
 * the whole numbers' own scale (every flow of this library whose preprocessing is a layer), and 256 for one of pixels in [0, 1].
 * @throws RangeError or TypeError if dimensions or levels is no whole number ≥ 1.
 */
export function bitsPerDim(nll: number, dimensions: number, levels = 1): number {
  const d = positiveInteger('bitsPerDim: dimensions', dimensions);
  return (nll / d + log(positiveInteger('bitsPerDim: levels', levels))) / Math.LN2;
}
