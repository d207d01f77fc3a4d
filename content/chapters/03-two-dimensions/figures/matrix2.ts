/** Points and 2 × 2 matrices of the figures, float64. A matrix is [[a, b], [c, d]]; its columns are (a, c) and (b, d). */
export type Point = readonly [number, number];
export type Matrix2 = readonly [a: number, b: number, c: number, d: number];

export const det = ([a, b, c, d]: Matrix2): number => a * d - b * c;

export const apply = ([a, b, c, d]: Matrix2, [u, v]: Point): Point => [a * u + b * v, c * u + d * v];

export const multiply = (m: Matrix2, [a, b, c, d]: Matrix2): Matrix2 => {
  const [p, r] = apply(m, [a, c]);
  const [q, s] = apply(m, [b, d]);
  return [p, q, r, s];
};

export const rotation = (angle: number): Matrix2 => {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return [c, -s, s, c];
};

/** Solves m·u = v. Undefined where m has no inverse. */
export function solve(m: Matrix2, [p, q]: Point): Point | undefined {
  const area = det(m);
  if (Math.abs(area) < 1e-12) return undefined;
  const [a, b, c, d] = m;
  return [(d * p - b * q) / area, (a * q - c * p) / area];
}

/** Central differences: the slopes of `f` at `z` measured with a step, to set beside the formula. */
export function differenceJacobian(f: (z: Point) => Point, [u, v]: Point, step = 1e-4): Matrix2 {
  const right = f([u + step, v]);
  const left = f([u - step, v]);
  const up = f([u, v + step]);
  const down = f([u, v - step]);
  return [
    (right[0] - left[0]) / (2 * step),
    (up[0] - down[0]) / (2 * step),
    (right[1] - left[1]) / (2 * step),
    (up[1] - down[1]) / (2 * step),
  ];
}

/** Shoelace formula: positive when the corners run anticlockwise. */
export function signedArea(polygon: readonly Point[]): number {
  let sum = 0;
  for (let i = 0; i < polygon.length; i++) {
    const [x0, y0] = polygon[i]!;
    const [x1, y1] = polygon[(i + 1) % polygon.length]!;
    sum += x0 * y1 - x1 * y0;
  }
  return sum / 2;
}
