import { mean } from '#numerics';
import type { Rng } from '#numerics';
import { positiveInteger } from '../argument-checks.ts';

export type TypicalityOptions = {
  /** The model's entropy, nats: the mean of −log p over points that it was trained on, or over its own samples. */
  entropy: number;
  /** Points judged together; 1 judges each alone. */
  batchSize: number;
};

/**
 * How far batches of points are from the typical set: |mean −log p(x) − H|, nats, for each batch of M neighbours in the list;
 * what does not fill a last batch is left out. https://arxiv.org/abs/1906.02994, eq. 3.
 *
 * Almost all points of a density in many dimensions have −log p near its entropy H. A point near the mode has a much higher density
 * and is no sample: the score is large on both sides.
 * @throws RangeError if batchSize is no whole number ≥ 1, the entropy is not finite, or there is not one whole batch.
 */
export function typicality(logProbs: ArrayLike<number>, { entropy, batchSize }: TypicalityOptions): Float64Array {
  const m = positiveInteger('typicality: batchSize', batchSize);
  if (!Number.isFinite(entropy)) throw new RangeError(`typicality: entropy must be a finite number, got ${entropy}.`);
  const batches = Math.floor(logProbs.length / m);
  if (batches === 0) {
    throw new RangeError(`typicality: logProbs has ${logProbs.length} entries, fewer than the batchSize ${m}.`);
  }
  return Float64Array.from({ length: batches }, (_, batch) => {
    let sum = 0;
    for (let i = batch * m; i < (batch + 1) * m; i++) sum -= logProbs[i]!;
    return Math.abs(sum / m - entropy);
  });
}

/** The entropy of a model, nats, from log p at points that it was trained on or drew: the mean of −log p. */
export function entropyEstimate(logProbs: ArrayLike<number>): number {
  return -mean(logProbs);
}

export type ThresholdOptions = TypicalityOptions & {
  /** The share of genuine batches to be let through, below 1: 0.99 in the paper. */
  confidence: number;
  /** Batches drawn with replacement. */
  resamples: number;
  rng: Rng;
};

/**
 * The score above which a batch counts as atypical: the `confidence` quantile of the scores of batches drawn with replacement from
 * held-out points (ibid., algorithm 1).
 * @throws RangeError unless 0 < confidence < 1 and resamples is a whole number ≥ 1; and as `typicality`.
 */
export function typicalityThreshold(
  logProbs: ArrayLike<number>,
  { entropy, batchSize, confidence, resamples, rng }: ThresholdOptions,
): number {
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`typicalityThreshold: confidence must lie between 0 and 1, got ${confidence}.`);
  }
  const rounds = positiveInteger('typicalityThreshold: resamples', resamples);
  if (logProbs.length === 0) throw new RangeError('typicalityThreshold: logProbs is empty; give at least one.');
  const drawn = Float64Array.from({ length: rounds * batchSize }, () => logProbs[rng.integer(logProbs.length)]!);
  const scores = typicality(drawn, { entropy, batchSize }).sort();
  return scores[Math.min(rounds - 1, Math.floor(confidence * rounds))]!;
}
