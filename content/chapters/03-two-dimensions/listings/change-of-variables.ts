// #region density
type Point = readonly [number, number];

// What the kept coordinate decides: s, the log-scale, and t, the shift.
const scale = (kept: number) => 0.8 * Math.tanh(kept);
const shift = (kept: number) => 0.7 * Math.sin(2 * kept);

/** x = f(z): keep the first coordinate, move the second. */
export function forward([z1, z2]: Point): Point {
  return [z1, z2 * Math.exp(scale(z1)) + shift(z1)];
}

/** z = f⁻¹(x) and log|det ∂f⁻¹/∂x|, from the same s and t. */
export function inverse([x1, x2]: Point): { z: Point; logDet: number } {
  const z: Point = [x1, (x2 - shift(x1)) * Math.exp(-scale(x1))];
  return { z, logDet: -scale(x1) };
}

/** log p(x) = log p(z) + log|det ∂f⁻¹/∂x|, nats. */
export function logProb(x: Point): number {
  const { z, logDet } = inverse(x);
  const logBase = -Math.log(2 * Math.PI) - (z[0] ** 2 + z[1] ** 2) / 2;
  return logBase + logDet;
}
// #endregion density

/** ∫p: a plain sum over a box that holds all but a millionth of the mass. */
export function mass(logDensity: (x: Point) => number, half = 12, perSide = 400): number {
  const step = (2 * half) / perSide;
  let sum = 0;
  for (let row = 0; row < perSide; row++) {
    for (let column = 0; column < perSide; column++) {
      sum += Math.exp(logDensity([-half + (column + 0.5) * step, -half + (row + 0.5) * step])) * step * step;
    }
  }
  return sum;
}
