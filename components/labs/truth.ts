import { cellArea } from '#numerics';
import type { Grid } from '#numerics';

/** Shares of the true mass that the outlines hold. */
const shares = [0.5, 0.95];

/**
 * Outlines of the smallest regions that hold half and 95 % of the true mass, in units of the grid's width, y downwards.
 * The contour finder is loaded here because most readers never ask for the truth.
 */
export async function truthPath(logDensity: Float32Array, grid: Grid): Promise<Path2D> {
  const { contours } = await import('d3-contour');
  const density = Array.from(logDensity, Math.exp);
  const rings = contours()
    .size([grid.columns, grid.rows])
    .thresholds(massLevels(density, cellArea(grid)))(density);
  const path = new Path2D();
  for (const ring of rings.flatMap((level) => level.coordinates.flat())) {
    ring.forEach(([column = 0, row = 0], i) => {
      const [x, y] = [column / grid.columns, 1 - row / grid.rows];
      if (i === 0) path.moveTo(x, y);
      else path.lineTo(x, y);
    });
    path.closePath();
  }
  return path;
}

/** The densities above which each of `shares` of the mass lies. */
function massLevels(density: number[], cell: number): number[] {
  const falling = density.filter(Number.isFinite).sort((a, b) => b - a);
  const total = falling.reduce((sum, value) => sum + value * cell, 0);
  return shares.map((share) => {
    let mass = 0;
    return falling.find((value) => (mass += value * cell) >= share * total) ?? 0;
  });
}
