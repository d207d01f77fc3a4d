import { cos, sin } from '#numerics';
import { curveLogDensity } from './curve-density.ts';
import { latentEntropy } from './entropy.ts';
import type { Shape, Toy } from './types.ts';

const RADIUS = 2;
const MODES = 8;

/** One of eight centres at angle 2πk/8 on a circle of radius 2, plus noise·N(0, I). */
export const eightGaussians: Toy = {
  name: 'eight-gaussians',
  title: 'Eight Gaussians',
  source: { title: 'Grathwohl et al. 2019, FFJORD', url: 'https://arxiv.org/abs/1810.01367' },
  noise: { default: 0.2, low: 0.02, high: 0.6 },
  build,
};

function build(noise: number): Shape {
  const angles = Float64Array.from({ length: MODES }, (_, k) => (2 * Math.PI * k) / MODES);
  const centres = {
    x: angles.map((angle) => RADIUS * cos(angle)),
    y: angles.map((angle) => RADIUS * sin(angle)),
    weight: new Float64Array(MODES).fill(1 / MODES),
  };
  const logDensity = (points: Float32Array | Float64Array) => curveLogDensity(centres, noise, points);
  const spread = (RADIUS * RADIUS) / 2 + noise * noise;
  const edge = RADIUS + 4.5 * noise;
  return {
    draw(rng) {
      const k = rng.integer(MODES);
      return [centres.x[k]! + noise * rng.normal(), centres.y[k]! + noise * rng.normal()];
    },
    logDensity,
    // The modes are one another turned, so the mean over the first is the mean over all.
    entropy: () => latentEntropy(logDensity, (e1, e2) => [RADIUS + noise * e1, noise * e2], 0.2),
    mean: [0, 0],
    covariance: [spread, 0, 0, spread],
    box: { x: [-edge, edge], y: [-edge, edge] },
  };
}
