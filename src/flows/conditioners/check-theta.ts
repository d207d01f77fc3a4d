import * as tf from '#tf';
import type { Tensor2D } from '#tf';
import type { Conditioner, Transformer } from '../types.ts';

/** One dry run on a single row, so that a conditioner of the wrong width is refused before work starts. */
export function checkTheta(where: string, d: number, conditioner: Conditioner, transformer: Transformer): void {
  checkThetaShape(where, { kept: [d], moved: [d] }, conditioner, transformer);
}

/** The same where what the conditioner reads and what is transformed are events of shapes of their own. */
export function checkThetaShape(
  where: string,
  { kept, moved }: { kept: readonly number[]; moved: readonly number[] },
  conditioner: Conditioner,
  { name, paramsPerDim }: Transformer,
): void {
  const { contextDimensions = 0 } = conditioner;
  const shape = tf.tidy(() => {
    const context = contextDimensions > 0 ? (tf.zeros([1, contextDimensions]) as Tensor2D) : undefined;
    return conditioner.theta(tf.zeros([1, ...kept]), context).shape;
  });
  if (`${shape}` !== `${[1, ...moved, paramsPerDim]}`) {
    throw new RangeError(
      `${where}: conditioner gives θ of shape [${shape}] for one row, but the ${name} transformer of ` +
        `${moved.join(' × ')} dimensions needs [1,${moved},${paramsPerDim}].`,
    );
  }
}
