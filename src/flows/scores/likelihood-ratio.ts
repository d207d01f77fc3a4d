import type { Rng } from '#numerics';
import { logDensities } from './log-densities.ts';
import type { Scorer } from './log-densities.ts';

export type LikelihoodRatioOptions = {
  /** Trained on the data. */
  model: Scorer;
  /** Trained on what data share with everything else: perturbed data, or a broad collection. */
  background: Scorer;
  dimensions: number;
};

/**
 * log p(x) − log p₀(x) at every row of points [n, d], nats: how much better the model of the data explains x than a background model
 * does. What both explain alike (smooth backgrounds, short strings) cancels. https://arxiv.org/abs/1906.02845, eq. 5.
 * High says "of the data's kind".
 * @throws RangeError if the points are no whole rows.
 */
export function likelihoodRatio(
  points: Float32Array,
  { model, background, dimensions }: LikelihoodRatioOptions,
): Float64Array {
  const below = logDensities(background, points, dimensions);
  return logDensities(model, points, dimensions).map((value, i) => value - below[i]!);
}

/**
 * A background model's data: each entry replaced by one drawn uniformly from `values` with the chance `rate` (ibid. §3.2), so that what
 * stands out in the data is lost and its statistics at large remain.
 * @throws RangeError unless 0 ≤ rate ≤ 1 and there is at least one value.
 */
export function perturbedPoints(
  points: Float32Array,
  { rate, values, rng }: { rate: number; values: readonly number[]; rng: Rng },
): Float32Array {
  if (!(rate >= 0 && rate <= 1)) throw new RangeError(`perturbedPoints: rate must lie between 0 and 1, got ${rate}.`);
  if (values.length === 0) throw new RangeError('perturbedPoints: values is empty; give at least one.');
  return points.map((value) => (rng.uniform() < rate ? values[rng.integer(values.length)]! : value));
}
