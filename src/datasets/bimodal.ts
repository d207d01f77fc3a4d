import { log, logSumExp } from '#numerics';
import { lineEntropy } from './entropy.ts';
import type { Shape, Toy } from './types.ts';

const CENTRE = 1.5;

/** One of two centres ±1.5, each with probability ½, plus noise·N(0, 1): the simplest density that no Gaussian fits. */
export const bimodal: Toy<1> = {
  name: 'bimodal',
  title: 'Two modes on a line',
  source: {
    title: 'Bishop 2006, Pattern Recognition and Machine Learning, §2.3.9',
    url: 'https://www.microsoft.com/en-us/research/people/cmbishop/prml-book/',
  },
  noise: { default: 0.5, low: 0.1, high: 1.5 },
  build,
};

function build(noise: number): Shape<1> {
  const constant = log(0.5) - 0.5 * log(2 * Math.PI * noise * noise);
  const terms = new Float64Array(2);
  const logDensity = (points: Float32Array | Float64Array) =>
    Float64Array.from(points, (x) => {
      [-CENTRE, CENTRE].forEach((centre, k) => {
        const gap = (x - centre) / noise;
        terms[k] = -0.5 * gap * gap;
      });
      return constant + logSumExp(terms);
    });
  const edge = CENTRE + 4.5 * noise;
  return {
    draw(rng) {
      const centre = rng.uniform() < 0.5 ? -CENTRE : CENTRE;
      return [centre + noise * rng.normal()];
    },
    logDensity,
    entropy: () => lineEntropy(logDensity, [-CENTRE - 10 * noise, CENTRE + 10 * noise], 0.1 * noise),
    mean: [0],
    covariance: [CENTRE * CENTRE + noise * noise],
    box: { x: [-edge, edge] },
  };
}
