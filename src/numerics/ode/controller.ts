import { pow } from '../elementary.ts';
import type { Slope, Tolerances, VectorSpace } from './vector-space.ts';

/** How step lengths follow the error: the next is at most `growth` times as long, at least `shrink` times. */
const control = { safety: 0.9, growth: 10, shrink: 0.2 } as const;

/**
 * The length to try next after a step of length h whose error was `ratio` times what is tolerated, for a method of this order
 * (https://doi.org/10.1007/978-3-540-78862-1 §II.4): h·0.9·ratio^(−1/order), but 0.2 to 10 times h, and no shorter after a step that passed.
 */
export function nextStep(h: number, ratio: number, order: number): number {
  if (ratio === 0) return h * control.growth;
  const shrink = ratio < 1 ? 1 : control.shrink;
  return h * Math.min(control.growth, Math.max(control.safety * pow(ratio, -1 / order), shrink));
}

/**
 * A first step, from the sizes of y, f and f′ (Hairer, Nørsett & Wanner, §II.4), for a method whose error estimate has this order.
 * Asks for the slope once more. `direction` is 1 or −1; the length is positive.
 */
export function firstStep<Y>(
  space: VectorSpace<Y>,
  slope: Slope<Y>,
  { t, y, first, direction }: { t: number; y: Y; first: Y; direction: 1 | -1 },
  order: number,
  tolerances: Tolerances,
): number {
  return space.scope(() => {
    const size = (v: Y) => space.size(v, [y], tolerances);
    const [d0, d1] = [size(y), size(first)];
    const h0 = d0 < 1e-5 || d1 < 1e-5 ? 1e-6 : (0.01 * d0) / d1;
    const ahead = space.combine([
      [1, y],
      [direction * h0, first],
    ]);
    const change = space.combine([
      [1, slope(t + direction * h0, ahead)],
      [-1, first],
    ]);
    const d2 = size(change) / h0;
    const h1 = d1 <= 1e-15 && d2 <= 1e-15 ? Math.max(1e-6, h0 * 1e-3) : pow(0.01 / Math.max(d1, d2), 1 / (order + 1));
    return Math.min(100 * h0, h1);
  });
}
