/** A square lattice over z, row by row, and which of its rows and columns are drawn as lines. */
export type Lattice = { points: Float32Array; side: number; every: number };

/** Points from −extent to extent; every `every`th row and column is a line, so that lines may bend between crossings. */
export function lattice(extent: number, side: number, every: number): Lattice {
  const points = new Float32Array(2 * side * side);
  const at = (i: number): number => -extent + (2 * extent * i) / (side - 1);
  for (let row = 0, out = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      points[out++] = at(column);
      points[out++] = at(row);
    }
  }
  return { points, side, every };
}

/** Colours on either side of neutral, and neutral itself. */
export const logDetBuckets = 2 * 12 + 1;

/**
 * The reach r of the diverging scale, which shows log|det J| from −r to r: the 90th percentile of |log|det J||, rounded up
 * to halves so that it stands still while training, and at least ½ so that rounding errors stay neutral.
 */
export function logDetReach(logDet: Float32Array): number {
  const sizes = Float32Array.from(logDet.filter(Number.isFinite), Math.abs).sort();
  return Math.max(0.5, Math.ceil(2 * (sizes[Math.floor(0.9 * (sizes.length - 1))] ?? 0)) / 2);
}

/** Which colour a value has: 0 shrinks most, the middle keeps area, the last stretches most. */
export function logDetBucket(logDet: number, reach: number): number {
  const share = Math.min(1, Math.max(-1, logDet / reach));
  return Math.round(((share + 1) / 2) * (logDetBuckets - 1));
}

/** For every colour the cells that have it, as the index of their lowest corner. A cell has the mean of its corners. */
export function cellsByColor({ side }: Lattice, logDet: Float32Array, reach: number): number[][] {
  const cells: number[][] = Array.from({ length: logDetBuckets }, () => []);
  for (let row = 0; row < side - 1; row++) {
    for (let column = 0; column < side - 1; column++) {
      const corner = row * side + column;
      const sum = [0, 1, side, side + 1].reduce((total, step) => total + (logDet[corner + step] ?? 0), 0);
      if (Number.isFinite(sum)) cells[logDetBucket(sum / 4, reach)]?.push(corner);
    }
  }
  return cells;
}

/** The lattice's lines as lists of point indices: rows first, then columns. */
export function latticeLines({ side, every }: Lattice): number[][] {
  const along = Array.from({ length: side }, (_, i) => i);
  const drawn = along.filter((i) => i % every === 0);
  return [
    ...drawn.map((row) => along.map((column) => row * side + column)),
    ...drawn.map((column) => along.map((row) => row * side + column)),
  ];
}
