import { log } from '#numerics';
import type { Toy } from './types.ts';

const RADIUS = 1;
const CENTRE = 2;
const LOG_AREA = log(2 * Math.PI * RADIUS * RADIUS);

/**
 * Uniform on two discs of radius 1 around (±2, 0), which do not touch: entropy log 2πr². The image of a connected base under a
 * continuous map is connected, so every flow leaves a filament between them.
 */
export const twoDiscs: Toy = {
  name: 'two-discs',
  title: 'Two discs',
  source: { title: 'Cornish et al. 2020, Relaxing Bijectivity Constraints', url: 'https://arxiv.org/abs/1909.13833' },
  build: () => ({
    draw(rng) {
      const centre = rng.uniform() < 0.5 ? -CENTRE : CENTRE;
      for (;;) {
        // As float32, which is what is scored: a point that rounding moves off its disc is drawn again.
        const x = Math.fround(centre + RADIUS * (2 * rng.uniform() - 1));
        const y = Math.fround(RADIUS * (2 * rng.uniform() - 1));
        if (isInside(x, y)) return [x, y];
      }
    },
    logDensity(points) {
      const result = new Float64Array(points.length / 2);
      for (let i = 0; i < result.length; i++)
        result[i] = isInside(points[2 * i]!, points[2 * i + 1]!) ? -LOG_AREA : -Infinity;
      return result;
    },
    entropy: () => ({ nats: LOG_AREA, standardError: 0, method: 'closed form: log 2πr², r = 1' }),
    mean: [0, 0],
    covariance: [CENTRE * CENTRE + (RADIUS * RADIUS) / 4, 0, 0, (RADIUS * RADIUS) / 4],
    box: { x: [-3.4, 3.4], y: [-1.4, 1.4] },
  }),
};

function isInside(x: number, y: number): boolean {
  const dx = Math.abs(x) - CENTRE;
  return dx * dx + y * y <= RADIUS * RADIUS;
}
