import * as tf from '#tf';
import { dequantized, indicesOf } from '#datasets';
import { nll } from '#flows';
import { rng } from '#numerics';
import { digitsScorer } from './digits-score.ts';
import type { Digits } from '#datasets';
import type { TrainSpec } from './recipe.ts';
import type { Task } from './task.ts';

/**
 * Maximum likelihood on images of the training part, drawn with replacement and dequantized anew for every step. The batch of a
 * step depends on seed and step alone. The score is that of the validation part, and at the end that of the
 * test part.
 */
export function digitsTask(digits: Digits, { batch }: TrainSpec, seed: number): Task {
  const train = indicesOf(digits, 'train');
  const batchAt = (step: number) => {
    const source = rng(seed, `batch ${step}`);
    const chosen = Array.from({ length: batch }, () => train[source.integer(train.length)]!);
    return tf.tensor2d(dequantized(digits, chosen, source), [batch, digits.size]);
  };
  return {
    objective: nll(batchAt),
    firstBatch: () => batchAt(1),
    score: digitsScorer(digits, 'validation'),
    finalScore: digitsScorer(digits, 'test'),
  };
}
