import { exp, log } from '#numerics';

/** A curve as quadrature nodes: ∫ g(curve(t)) p(t) dt ≈ Σ weightᵢ·g(xᵢ, yᵢ). */
export type CurveNodes = { x: Float64Array; y: Float64Array; weight: Float64Array };

/** Nodes below e^(−32) ≈ 1e-14 of the nearest one's term are left out. */
const DROPPED = 32;

/**
 * log p(x) = log Σ weightᵢ·N(x; nodeᵢ, sd² I): a curve blurred by isotropic Gaussian noise.
 *
 * Only the nodes within reach of the nearest one are summed, relative to it, so nothing underflows far from the curve.
 */
export function curveLogDensity(nodes: CurveNodes, sd: number, points: Float32Array | Float64Array): Float64Array {
  const { x, y, weight } = nodes;
  const m = x.length;
  const precision = 1 / (2 * sd * sd);
  const constant = -log(2 * Math.PI * sd * sd);
  const squares = new Float64Array(m);
  const result = new Float64Array(points.length / 2);
  for (let i = 0; i < result.length; i++) {
    const px = points[2 * i]!;
    const py = points[2 * i + 1]!;
    let nearest = Infinity;
    for (let j = 0; j < m; j++) {
      const dx = px - x[j]!;
      const dy = py - y[j]!;
      const square = dx * dx + dy * dy;
      squares[j] = square;
      if (square < nearest) nearest = square;
    }
    const reach = nearest + DROPPED / precision;
    let sum = 0;
    for (let j = 0; j < m; j++) {
      if (squares[j]! < reach) sum += weight[j]! * exp((nearest - squares[j]!) * precision);
    }
    result[i] = log(sum) - nearest * precision + constant;
  }
  return result;
}
