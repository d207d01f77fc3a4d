import * as tf from '#tf';
import type { Tensor2D } from '#tf';
import type { Conditioner, Transformer } from '../types.ts';

/** One dry run on a single row, so that a conditioner of the wrong width is refused before work starts. */
export function checkTheta(
  where: string,
  d: number,
  conditioner: Conditioner,
  { name, paramsPerDim }: Transformer,
): void {
  const { contextDimensions = 0 } = conditioner;
  const shape = tf.tidy(() => {
    const context = contextDimensions > 0 ? (tf.zeros([1, contextDimensions]) as Tensor2D) : undefined;
    return conditioner.theta(tf.zeros([1, d]), context).shape;
  });
  if (shape.length !== 3 || shape[0] !== 1 || shape[1] !== d || shape[2] !== paramsPerDim) {
    throw new RangeError(
      `${where}: conditioner gives θ of shape [${shape}] for one row, but the ${name} transformer of ${d} dimensions ` +
        `needs [1,${d},${paramsPerDim}].`,
    );
  }
}
