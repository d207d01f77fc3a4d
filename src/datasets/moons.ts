import { cos, gaussLegendre, sin } from '#numerics';
import { curveLogDensity, type CurveNodes } from './curve-density.ts';
import { planarEntropy } from './entropy.ts';
import type { Box, Shape, Toy } from './types.ts';

/**
 * Two interleaved half circles: (cos t, sin t) or (1 − cos t, ½ − sin t) with t uniform on (0, π), each with probability ½,
 * plus noise·N(0, I). scikit-learn spaces the angles evenly; here they are random, so the points are independent.
 */
export const moons: Toy = {
  name: 'moons',
  title: 'Two moons',
  source: {
    title: 'scikit-learn, make_moons',
    url: 'https://scikit-learn.org/stable/modules/generated/sklearn.datasets.make_moons.html',
  },
  noise: { default: 0.1, low: 0.02, high: 0.3 },
  build,
};

function build(noise: number): Shape {
  // So many that they lie no more than 0.6 of the noise apart.
  const nodes = arcs(Math.ceil(8 / noise));
  const logDensity = (points: Float32Array | Float64Array) => curveLogDensity(nodes, noise, points);
  const around = (margin: number): Box => ({ x: [-1 - margin, 2 + margin], y: [-0.5 - margin, 1 + margin] });
  const rise = 2 / Math.PI - 0.25;
  return {
    draw(rng) {
      const upper = rng.uniform() < 0.5;
      const t = Math.PI * rng.uniform();
      const [x, y] = upper ? [cos(t), sin(t)] : [1 - cos(t), 0.5 - sin(t)];
      return [x + noise * rng.normal(), y + noise * rng.normal()];
    },
    logDensity,
    entropy: () => planarEntropy(logDensity, around(9 * noise), 0.4 * noise),
    // Within a moon: var cos = ½, var sin = ½ − 4/π². Between them: means (½ ∓ ½, ¼ ± rise).
    mean: [0.5, 0.25],
    covariance: [
      0.75 + noise * noise,
      -0.5 * rise,
      -0.5 * rise,
      0.5 - 4 / (Math.PI * Math.PI) + rise * rise + noise * noise,
    ],
    box: around(0.1 + 4 * noise),
  };
}

function arcs(n: number): CurveNodes {
  const { nodes, weights } = gaussLegendre(n, 0, Math.PI);
  const share = weights.map((weight) => weight / (2 * Math.PI));
  return {
    x: Float64Array.of(...nodes.map((t) => cos(t)), ...nodes.map((t) => 1 - cos(t))),
    y: Float64Array.of(...nodes.map((t) => sin(t)), ...nodes.map((t) => 0.5 - sin(t))),
    weight: Float64Array.of(...share, ...share),
  };
}
