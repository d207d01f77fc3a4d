import type { Tableau } from './tableaux.ts';
import { halfwayWeights } from './tableaux.ts';
import type { Slope, VectorSpace } from './vector-space.ts';

/** What a step left behind: the new state, and the slopes it was made from. */
export type Step<Y> = { end: Y; slopes: Y[] };
/** From time t over a length h; both negative directions and positive ones. */
export type Interval = { readonly t: number; readonly h: number };

/** One step of an explicit Runge–Kutta method. `first` is the slope at the start, where it is already known. */
export function rungeKuttaStep<Y>(
  space: VectorSpace<Y>,
  { nodes, rows, weights }: Tableau,
  slope: Slope<Y>,
  { t, h }: Interval,
  y: Y,
  first?: Y,
): Step<Y> {
  const slopes: Y[] = [];
  const from = (coefficients: readonly number[]) => space.combine([[1, y], ...scaled(coefficients, slopes, h)]);
  nodes.forEach((node, i) => {
    slopes.push(i === 0 ? (first ?? slope(t, y)) : slope(t + node * h, from(rows[i]!)));
  });
  return { end: from(weights), slopes };
}

/** h·cᵢ with each slope, without those that count nothing. */
export function scaled<Y>(coefficients: readonly number[], slopes: readonly Y[], h: number): [number, Y][] {
  return coefficients.flatMap((c, i): [number, Y][] => (c === 0 ? [] : [[c * h, slopes[i]!]]));
}

/**
 * The cubic through both ends of a step with the slopes there, at the share s of it; its error is O(h⁴).
 * `last` is the slope at the end.
 */
export function cubicBetween<Y>(
  space: VectorSpace<Y>,
  h: number,
  y: Y,
  { end, slopes }: Step<Y>,
  last: Y,
  s: number,
): Y {
  const [s2, s3] = [s * s, s * s * s];
  return space.combine([
    [2 * s3 - 3 * s2 + 1, y],
    [-2 * s3 + 3 * s2, end],
    [(s3 - 2 * s2 + s) * h, slopes[0]!],
    [(s3 - s2) * h, last],
  ]);
}

/**
 * Dense output of a Dormand–Prince step: the quartic through both ends and the middle, with the slopes at the ends, at the
 * share s of the step (0 its start, 1 its end). `slopes` are all seven.
 */
export function quarticBetween<Y>(space: VectorSpace<Y>, h: number, y: Y, { end, slopes }: Step<Y>, s: number): Y {
  const [s2, s3, s4] = [s * s, s * s * s, s * s * s * s];
  const middle = -32 * s3 + 16 * s2 + 16 * s4;
  const terms = scaled(halfwayWeights, slopes, middle * h);
  return space.combine([
    [1 - 11 * s2 + 18 * s3 - 8 * s4 + middle, y],
    [-5 * s2 + 14 * s3 - 8 * s4, end],
    [(s - 4 * s2 + 5 * s3 - 2 * s4) * h, slopes[0]!],
    [(s2 - 3 * s3 + 2 * s4) * h, slopes.at(-1)!],
    ...terms,
  ]);
}
