import * as tf from '#tf';
import type { Tensor } from '#tf';
import { list } from '../argument-checks.ts';
import type { Transformer } from '../types.ts';

/**
 * Several monotone curves one after the other, in reading order, as one transformer: x = τ_K ∘ … ∘ τ_1(z; θ).
 * θ [n, …, p₁ + … + p_K] holds the parameters of τ_1 first; log-slopes add up. Flow++'s curve is such a chain.
 * @throws RangeError if `of` is empty; TypeError if it is no list.
 */
export function chainTransformers(of: readonly Transformer[]): Transformer {
  if (list('chain: of', of).length === 0)
    throw new RangeError('chain: of must hold at least one transformer, got none.');
  const paramsPerDim = of.reduce((sum, { paramsPerDim: p }) => sum + p, 0);
  const parts = (theta: Tensor): Tensor[] => {
    if (paramsPerDim === 0) return of.map(() => theta);
    const shape = theta.shape.slice(0, -1);
    // Both backends slice matrices by rows of memory; higher ranks number by number.
    const table = tf.reshape(theta, [-1, paramsPerDim]);
    let from = 0;
    return of.map(({ paramsPerDim: p }) => {
      if (p === 0) return tf.scalar(0);
      const part = tf.slice(table, [0, from], [table.shape[0]!, p]);
      from += p;
      return tf.reshape(part, [...shape, p]);
    });
  };
  return {
    name: of.map(({ name }) => name).join(' + '),
    paramsPerDim,
    forward<T extends Tensor>(z: T, theta: Tensor) {
      const thetas = parts(theta);
      let [x, logSlope] = [z, tf.zerosLike(z)];
      of.forEach((transformer, i) => {
        const step = transformer.forward(x, thetas[i]!);
        [x, logSlope] = [step.x, tf.add<T>(logSlope, step.logSlope)];
      });
      return { x, logSlope };
    },
    inverse<T extends Tensor>(x: T, theta: Tensor) {
      const thetas = parts(theta);
      let [z, logSlope] = [x, tf.zerosLike(x)];
      for (const [i, transformer] of [...of.entries()].toReversed()) {
        const step = transformer.inverse(z, thetas[i]!);
        [z, logSlope] = [step.z, tf.add<T>(logSlope, step.logSlope)];
      }
      return { z, logSlope };
    },
  };
}
