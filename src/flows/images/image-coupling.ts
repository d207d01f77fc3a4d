import * as tf from '#tf';
import type { Tensor4D } from '#tf';
import { checkParameters } from '../bijections/coupling.ts';
import { checkThetaShape } from '../conditioners/check-theta.ts';
import type { Bijection, Conditioner, Transformer } from '../types.ts';
import { sizeOf, sumPerImage } from './image-shape.ts';
import type { ImageSplit } from './split.ts';

export type ImageCouplingOptions = {
  /** How the image is divided. */
  split: ImageSplit;
  /** The half that stays as it is and is shown to the conditioner. */
  keep: Half;
  /** From the kept half [n, …kept] to θ [n, …moved, transformer.paramsPerDim]. */
  conditioner: Conditioner;
  transformer: Transformer;
};
export type Half = 'first' | 'second';

/**
 * Coupling layer of images, https://arxiv.org/abs/1807.03039 §3.3: one half decides how the other is transformed.
 *
 * Forward:  (a, b) = split(z);  x = join(a, τ(b; θ)),   θ = conditioner(a),   a the half that is kept
 * Inverse:  the same with τ⁻¹
 * log|det|: Σ log|∂τ/∂b| over the moved half, nats
 * Shapes:   z, x [n, h, w, c];  logDet [n]
 * @throws RangeError if keep names no half, if the transformer has no parameters, or if θ has another shape.
 */
export function imageCoupling({ split, keep, conditioner, transformer }: ImageCouplingOptions): Bijection<Tensor4D> {
  checkHalf('imageCoupling: keep', keep);
  checkParameters('imageCoupling', transformer);
  const [first, second] = split.parts;
  const [kept, moved] = keep === 'first' ? [first, second] : [second, first];
  checkThetaShape('imageCoupling', { kept, moved }, conditioner, transformer);

  const divide = (whole: Tensor4D): [kept: Tensor4D, moved: Tensor4D] => {
    const [a, b] = split.split(whole);
    return keep === 'first' ? [a, b] : [b, a];
  };
  const join = (a: Tensor4D, b: Tensor4D): Tensor4D => (keep === 'first' ? split.join(a, b) : split.join(b, a));
  return {
    name: `${transformer.name} ${split.name} coupling`,
    dimensions: sizeOf(split.shape),
    events: { z: split.shape, x: split.shape },
    parameters: conditioner.parameters,
    forward: (z, context) =>
      tf.tidy(() => {
        const [a, b] = divide(z);
        const { x, logSlope } = transformer.forward(b, conditioner.theta(a, context));
        return { x: join(a, x), logDet: sumPerImage(logSlope) };
      }),
    inverse: (x, context) =>
      tf.tidy(() => {
        const [a, b] = divide(x);
        const { z, logSlope } = transformer.inverse(b, conditioner.theta(a, context));
        return { z: join(a, z), logDet: sumPerImage(logSlope) };
      }),
  };
}

/** @throws RangeError naming the argument unless it is `first` or `second`. */
export function checkHalf(where: string, half: Half): Half {
  if (half !== 'first' && half !== 'second') {
    throw new RangeError(`${where} must be first or second, got ${JSON.stringify(half)}.`);
  }
  return half;
}
