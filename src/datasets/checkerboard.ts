import { log } from '#numerics';
import type { Toy } from './types.ts';

const LOG_AREA = log(32);

/**
 * Uniform on the eight squares of side 2 of one colour of a 4 × 4 board on [−4, 4]²:
 * x₁ ~ U(−2, 2), x₂ = U(0, 1) − 2B + (⌊x₁⌋ mod 2) with B a fair coin, and both times 2.
 */
export const checkerboard: Toy = {
  name: 'checkerboard',
  title: 'Checkerboard',
  source: { title: 'Grathwohl et al. 2019, FFJORD', url: 'https://arxiv.org/abs/1810.01367' },
  build: () => ({
    draw(rng) {
      const x = 4 * rng.uniform() - 2;
      const column = Math.floor(x) + 2;
      const y = rng.uniform() - 2 * rng.integer(2) + (column % 2);
      return [2 * x, 2 * y];
    },
    logDensity(points) {
      const result = new Float64Array(points.length / 2);
      for (let i = 0; i < result.length; i++)
        result[i] = isFilled(points[2 * i]!, points[2 * i + 1]!) ? -LOG_AREA : -Infinity;
      return result;
    },
    entropy: () => ({ nats: LOG_AREA, standardError: 0, method: 'closed form: log 32' }),
    mean: [0, 0],
    covariance: [16 / 3, 1, 1, 16 / 3],
    box: { x: [-4.5, 4.5], y: [-4.5, 4.5] },
  }),
};

/** Squares are closed: a sample that float32 rounds onto an edge still lies on its square. */
function isFilled(x: number, y: number): boolean {
  if (Math.abs(x) > 4 || Math.abs(y) > 4) return false;
  for (const column of squares(x)) {
    for (const row of squares(y)) {
      if ((column + row) % 2 === 0) return true;
    }
  }
  return false;
}

/** The one or (on an inner edge) two squares 0 … 3 that a coordinate in [−4, 4] belongs to. */
function squares(x: number): number[] {
  const at = (x + 4) / 2;
  const low = Math.max(0, Math.ceil(at) - 1);
  const high = Math.min(3, Math.floor(at));
  return low === high ? [low] : [low, high];
}
