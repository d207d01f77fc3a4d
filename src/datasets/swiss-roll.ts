import { cos, gaussLegendre, sin } from '#numerics';
import { curveLogDensity } from './curve-density.ts';
import { planarEntropy } from './entropy.ts';
import { momentsOfCurve } from './moments.ts';
import type { Box, Shape, Toy } from './types.ts';

/** t uniform on (1½π, 4½π), the point (t cos t, t sin t) plus noise·N(0, I), and all of that divided by 5. */
export const swissRoll: Toy = {
  name: 'swiss-roll',
  title: 'Swiss roll',
  source: {
    title: 'scikit-learn, make_swiss_roll (its first and third coordinate); Grathwohl et al. 2019, FFJORD',
    url: 'https://arxiv.org/abs/1810.01367',
  },
  noise: { default: 1, low: 0.3, high: 2 },
  build,
};

function build(noise: number): Shape {
  const sd = noise / 5;
  // So many that the points on the roll lie no more than 0.7 sd apart.
  const { nodes, weights } = gaussLegendre(Math.ceil(45 / sd), 1.5 * Math.PI, 4.5 * Math.PI);
  const roll = {
    x: nodes.map((t) => (t * cos(t)) / 5),
    y: nodes.map((t) => (t * sin(t)) / 5),
    weight: weights.map((weight) => weight / (3 * Math.PI)),
  };
  const logDensity = (points: Float32Array | Float64Array) => curveLogDensity(roll, sd, points);
  const around = (margin: number): Box => ({ x: [-1.9 - margin, 2.53 + margin], y: [-2.21 - margin, 2.83 + margin] });
  return {
    draw(rng) {
      const t = 1.5 * Math.PI * (1 + 2 * rng.uniform());
      return [(t * cos(t) + noise * rng.normal()) / 5, (t * sin(t) + noise * rng.normal()) / 5];
    },
    logDensity,
    entropy: () => planarEntropy(logDensity, around(9 * sd), 0.4 * sd),
    ...momentsOfCurve(roll, sd),
    box: around(4 * sd),
  };
}
