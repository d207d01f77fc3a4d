/** Images of a small square and of the circle in it under a linear map, as SVG path data around a centre. */
export type LinearMap = readonly [number, number, number, number];

export const identity: LinearMap = [1, 0, 0, 1];

/** The parallelogram that J makes of a square with the given half side. `unit` turns plane units into pixels, y up. */
export function parallelogram([a, b, c, d]: LinearMap, half: number, unit: number): string {
  const corners = [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ].map(([u = 0, v = 0]) => `${round(half * unit * (a * u + b * v))} ${round(-half * unit * (c * u + d * v))}`);
  return `M${corners.join('L')}Z`;
}

/** The ellipse that J makes of the circle with the given radius. */
export function ellipse([a, b, c, d]: LinearMap, radius: number, unit: number): string {
  const around = Array.from({ length: 40 }, (_, i) => {
    const [u, v] = [Math.cos((i * Math.PI) / 20), Math.sin((i * Math.PI) / 20)];
    return `${round(radius * unit * (a * u + b * v))} ${round(-radius * unit * (c * u + d * v))}`;
  });
  return `M${around.join('L')}Z`;
}

const round = (value: number): number => Math.round(value * 10) / 10;
