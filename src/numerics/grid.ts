/** A rectangle cut into equal cells; values live at the cells' centres. Row 0 has the smallest y. */
export type Grid = { x: [number, number]; y: [number, number]; columns: number; rows: number };

/** The cells' centres, [rows·columns, 2], row-major: x runs fastest. */
export function gridPoints(grid: Grid): Float32Array {
  const { x, y, columns, rows } = checked(grid);
  const width = (x[1] - x[0]) / columns;
  const height = (y[1] - y[0]) / rows;
  const points = new Float32Array(2 * rows * columns);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      points[at++] = x[0] + (column + 0.5) * width;
      points[at++] = y[0] + (row + 0.5) * height;
    }
  }
  return points;
}

/** The area of one cell: what a density is multiplied by before it is summed. */
export function cellArea(grid: Grid): number {
  const { x, y, columns, rows } = checked(grid);
  return ((x[1] - x[0]) / columns) * ((y[1] - y[0]) / rows);
}

function checked(grid: Grid): Grid {
  const { x, y, columns, rows } = grid;
  if (!(Number.isInteger(columns) && columns > 0 && Number.isInteger(rows) && rows > 0)) {
    throw new RangeError(`Grid: columns and rows must be whole numbers above 0, got ${columns} and ${rows}.`);
  }
  for (const [axis, range] of Object.entries({ x, y })) {
    if (!(range[0] < range[1])) {
      throw new RangeError(`Grid: ${axis} must be [low, high] with low < high, got [${range.join(', ')}].`);
    }
  }
  return grid;
}
