import { log } from '#numerics';
import type { Toy } from './types.ts';

/** Standard deviation of x₂. */
const LENGTH = 2;

/**
 * x₂ ~ N(0, 4) and x₁ = ¼x₂² + noise·N(0, 1), a ridge along a parabola as in Rosenbrock's function. Autoregressive in the order
 * x₂, x₁ it is two Gaussians; in the order x₁, x₂ the second one has two modes.
 */
export const banana: Toy = {
  name: 'banana',
  title: 'Banana',
  source: {
    title: 'Papamakarios et al. 2017, Masked Autoregressive Flow, §3.1',
    url: 'https://arxiv.org/abs/1705.07057',
  },
  noise: { default: 1, low: 0.3, high: 1.5 },
  build: (noise) => {
    const logRoots = log(2 * Math.PI * LENGTH * noise);
    return {
      draw(rng) {
        const y = LENGTH * rng.normal();
        return [0.25 * y * y + noise * rng.normal(), y];
      },
      logDensity(points) {
        const result = new Float64Array(points.length / 2);
        for (let i = 0; i < result.length; i++) {
          const y = points[2 * i + 1]!;
          const across = (points[2 * i]! - 0.25 * y * y) / noise;
          const along = y / LENGTH;
          result[i] = -0.5 * (across * across + along * along) - logRoots;
        }
        return result;
      },
      entropy: () => ({ nats: 1 + logRoots, standardError: 0, method: 'closed form: log 2πe·2·noise' }),
      // E y² = 4, var y² = 32, and E y³ = 0.
      mean: [1, 0],
      covariance: [noise * noise + 2, 0, 0, LENGTH * LENGTH],
      box: { x: [-4 * noise, 10.5 + 3.5 * noise], y: [-7, 7] },
    };
  },
};
