import type { Grid } from '#numerics';
import type { ColorTable } from './color-scale.ts';

/**
 * Paints a density into pixels, row 0 (the smallest y) at the bottom.
 *
 * The colour is √(p / pTop): the crest is dark, and what carries a hundredth of its density still has a tenth of its
 * colour, so that thin bridges show. pTop is given, not taken from the picture, so that colours keep their meaning while
 * the density changes.
 */
export function paintDensity(
  pixels: Uint8ClampedArray,
  logDensity: Float32Array,
  grid: Grid,
  logTop: number,
  table: ColorTable,
): void {
  const { columns, rows } = grid;
  for (let row = 0; row < rows; row++) {
    let out = 4 * columns * (rows - 1 - row);
    for (let column = 0; column < columns; column++) {
      const t = Math.exp(((logDensity[row * columns + column] ?? -Infinity) - logTop) / 2);
      // NaN compares false and so gets the colour of zero.
      const index = 3 * (t > 0 ? Math.min(255, Math.round(255 * t)) : 0);
      pixels[out] = table[index] ?? 0;
      pixels[out + 1] = table[index + 1] ?? 0;
      pixels[out + 2] = table[index + 2] ?? 0;
      pixels[out + 3] = 255;
      out += 4;
    }
  }
}

/** The largest log density but for the highest few cells: what `logTop` may follow where the truth is unknown. */
export function crest(logDensity: Float32Array): number {
  const sorted = Float32Array.from(logDensity.filter(Number.isFinite)).sort();
  return sorted[Math.floor(0.998 * (sorted.length - 1))] ?? 0;
}
