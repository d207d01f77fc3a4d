import { cos } from './elementary.ts';

/** Σ weightsᵢ·f(nodesᵢ) ≈ ∫f. Nodes rise. */
export type Quadrature = { nodes: Float64Array; weights: Float64Array };

/**
 * Gauss–Legendre quadrature on [low, high]: exact for polynomials up to degree 2n − 1.
 *
 * The nodes are the roots of the Legendre polynomial Pₙ, found by Newton's method from the start
 * cos(π(i + ¾)/(n + ½)); the weights are 2/((1 − x²)·Pₙ′(x)²). https://dlmf.nist.gov/3.5#v
 * @throws RangeError unless n is a whole number ≥ 1.
 */
export function gaussLegendre(n: number, low = -1, high = 1): Quadrature {
  if (!(Number.isInteger(n) && n >= 1)) {
    throw new RangeError(`gaussLegendre: n must be a whole number ≥ 1, got ${n}.`);
  }
  const nodes = new Float64Array(n);
  const weights = new Float64Array(n);
  const centre = (low + high) / 2;
  const half = (high - low) / 2;
  for (let i = 0; i < n; i++) {
    let x = cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 1;
    for (let round = 0; round < 20; round++) {
      const at = legendre(n, x);
      slope = at.slope;
      const step = at.value / slope;
      x -= step;
      if (Math.abs(step) < 1e-15) break;
    }
    // The roots come from the right; they are stored from the left.
    nodes[n - 1 - i] = centre + half * x;
    weights[n - 1 - i] = (2 * half) / ((1 - x * x) * slope * slope);
  }
  return { nodes, weights };
}

/** Pₙ(x) and its derivative by the three-term recurrence. */
function legendre(n: number, x: number): { value: number; slope: number } {
  let before = 0;
  let value = 1;
  for (let k = 1; k <= n; k++) {
    const next = ((2 * k - 1) * x * value - (k - 1) * before) / k;
    before = value;
    value = next;
  }
  return { value, slope: (n * (x * value - before)) / (x * x - 1) };
}
