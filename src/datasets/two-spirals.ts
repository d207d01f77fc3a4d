import { cos, exp, gaussLegendre, log, sin } from '#numerics';
import type { CurveNodes } from './curve-density.ts';
import { planarEntropy } from './entropy.ts';
import { momentsOfCurve } from './moments.ts';
import { smearedNormal } from './smeared-normal.ts';
import type { Box, Shape, Toy } from './types.ts';

/** Both arms end after one and a half turns. */
const LAST = 3 * Math.PI;
/** The side of the square over which each point of an arm is spread, after the division by 3. */
const SMEAR = 0.5 / 3;
/** Nodes below e^(−25) ≈ 1e-11 of the nearest one's term are left out. */
const DROPPED = 25;

/**
 * n = 3π√U(0, 1), d = (−n cos n + U(0, ½), n sin n + U(0, ½)), then d or −d with equal probability, divided by 3,
 * plus noise·N(0, I). The two offsets are drawn for each point, so an arm is smeared over a small square as well as blurred.
 */
export const twoSpirals: Toy = {
  name: 'two-spirals',
  title: 'Two spirals',
  source: { title: 'Grathwohl et al. 2019, FFJORD', url: 'https://arxiv.org/abs/1810.01367' },
  noise: { default: 0.1, low: 0.07, high: 0.3 },
  build,
};

function build(noise: number): Shape {
  const nodes = bothArms(Math.ceil(32 / noise));
  const logKernel = smearedNormal(SMEAR, noise);
  const logDensity = (points: Float32Array | Float64Array) => smearedLogDensity(nodes, logKernel, noise, points);
  const around = (margin: number): Box => ({ x: [-3.31 - margin, 3.31 + margin], y: [-2.81 - margin, 2.81 + margin] });
  return {
    draw(rng) {
      const n = LAST * Math.sqrt(rng.uniform());
      const x = -n * cos(n) + 0.5 * rng.uniform();
      const y = n * sin(n) + 0.5 * rng.uniform();
      const scale = (rng.uniform() < 0.5 ? 1 : -1) / 3;
      return [scale * x + noise * rng.normal(), scale * y + noise * rng.normal()];
    },
    logDensity,
    entropy: () => planarEntropy(logDensity, around(9 * noise), 0.4 * noise),
    ...momentsOfCurve(nodes, Math.sqrt(noise * noise + (SMEAR * SMEAR) / 12)),
    box: around(4 * noise),
  };
}

/** The centres of the squares along both arms; √U makes the density of n equal to 2n/(3π)². */
function bothArms(count: number): CurveNodes {
  const { nodes, weights } = gaussLegendre(count, 0, LAST);
  const x = nodes.map((n) => (-n * cos(n) + 0.25) / 3);
  const y = nodes.map((n) => (n * sin(n) + 0.25) / 3);
  const half = weights.map((weight, i) => (weight * nodes[i]!) / (LAST * LAST));
  return {
    x: Float64Array.of(...x, ...x.map((v) => -v)),
    y: Float64Array.of(...y, ...y.map((v) => -v)),
    weight: Float64Array.of(...half, ...half),
  };
}

/**
 * log Σ weightᵢ·k(x − xᵢ)·k(y − yᵢ), k = the blurred uniform.
 *
 * A uniform of width w plus normal noise has, by Jensen, −log k(u) ≤ (u² + w²/12)/2sd² + const, and −log k(u) ≥ (|u| − w/2)²/2sd² + const.
 * So only the nodes up to `reach` from the point can matter beside the nearest one.
 */
function smearedLogDensity(
  { x, y, weight }: CurveNodes,
  logKernel: (u: number) => number,
  sd: number,
  points: Float32Array | Float64Array,
): Float64Array {
  const squares = new Float64Array(x.length);
  const result = new Float64Array(points.length / 2);
  for (let i = 0; i < result.length; i++) {
    const px = points[2 * i]!;
    const py = points[2 * i + 1]!;
    let nearest = 0;
    for (let j = 0; j < x.length; j++) {
      const dx = px - x[j]!;
      const dy = py - y[j]!;
      squares[j] = dx * dx + dy * dy;
      if (squares[j]! < squares[nearest]!) nearest = j;
    }
    const largest = logKernel(px - x[nearest]!) + logKernel(py - y[nearest]!);
    const reach = SMEAR * Math.SQRT1_2 + Math.sqrt(squares[nearest]! + (SMEAR * SMEAR) / 6 + 2 * sd * sd * DROPPED);
    let sum = 0;
    for (let j = 0; j < x.length; j++) {
      if (squares[j]! > reach * reach) continue;
      sum += weight[j]! * exp(logKernel(px - x[j]!) + logKernel(py - y[j]!) - largest);
    }
    result[i] = largest + log(sum);
  }
  return result;
}
