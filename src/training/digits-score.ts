import * as tf from '#tf';
import { dequantized, indicesOf } from '#datasets';
import { mean, rng } from '#numerics';
import { download } from './download.ts';
import { logitGaussian } from './logit-gaussian.ts';
import { digitsAlpha } from './models.ts';
import type { Digits, Part } from '#datasets';
import type { HeldOut } from './protocol.ts';
import type { TrainableFlow } from './trainable-flow.ts';

/** Draws of the noise for every image. */
const DRAWS = 8;

/**
 * Scores the flow on a part of the digits that it was not trained on, with noise that is always the same: the mean of
 * −log p(k + u) over images and draws bounds −log P(k), in nats an image. Bits/dim = nats ÷ (64 ln 2).
 */
export function digitsScorer(
  digits: Digits,
  part: Exclude<Part, 'train'>,
): (flow: TrainableFlow, step: number) => HeldOut {
  const { size } = digits;
  const indices = indicesOf(digits, part);
  let gaussian: number | undefined;
  return (flow, step) => {
    const source = rng(0, `held-out/digits/${part}`);
    gaussian ??= gaussianNll(digits, part);
    const nlls = Array.from({ length: DRAWS }, () => {
      const y = dequantized(digits, indices, source);
      const [logProb] = download(() => [flow.logProb(tf.tensor2d(y, [indices.length, size]))]);
      return -mean(logProb);
    });
    const nll = mean(nlls);
    return { step, nll, gaussian, bitsPerDim: nll / (size * Math.LN2) };
  };
}

/** What one Gaussian over the logits of the training images scores: the baseline. */
function gaussianNll(digits: Digits, part: Part): number {
  const noisy = (of: Part) => dequantized(digits, indicesOf(digits, of), rng(0, `gaussian/digits/${of}`));
  return -mean(logitGaussian(noisy('train'), { ...digits, alpha: digitsAlpha }).logProb(noisy(part)));
}
