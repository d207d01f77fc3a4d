import * as tf from '#tf';
import type { Tensor2D } from '#tf';
import type { Bijection, Conditioner } from '../types.ts';
import { binaryMask } from '../argument-checks.ts';
import { zeroLogDet } from '../per-row.ts';
import { affineTransformer } from '../transformers/affine.ts';
import { exponential } from '../transformers/scale-maps.ts';
import type { ScaleMap } from '../transformers/scale-maps.ts';
import { coupling } from './coupling.ts';

export type VolumePreservingCouplingOptions = {
  /** 1 keeps a dimension (and shows it to the conditioner), 0 transforms it. */
  mask: readonly number[];
  /** Gives (t, u) for every dimension. */
  conditioner: Conditioner;
  /** From u to the log-slope before it is centred. */
  scale: ScaleMap;
};

/**
 * Affine coupling that keeps volume, GIN: https://arxiv.org/abs/2001.04872. More than NICE's shifts: it stretches one dimension as
 * much as it squeezes the others.
 *
 * Forward:  x = m⊙z + (1−m)⊙(z⊙exp(s) + t),   s = scale(u) − mean of scale(u) over the dimensions that move,  (t, u) = conditioner(m⊙z)
 * Inverse:  z = m⊙x + (1−m)⊙((x − t)⊙exp(−s))
 * log|det|: 0, for every row: the s of a row add up to 0. One moving dimension is only shifted.
 * Shapes:   z, x [n, d];  logDet [n];  θ [n, d, 2]
 * @throws RangeError if the mask keeps every dimension or none, or if θ has another shape.
 */
export function volumePreservingCoupling({ mask, conditioner, scale }: VolumePreservingCouplingOptions): Bijection {
  const free = binaryMask('volumePreservingCoupling: mask', mask).map((kept) => 1 - kept);
  const moving = free.reduce((sum, entry) => sum + entry, 0);
  const centred: Conditioner = {
    ...conditioner,
    theta: (kept, context) => {
      const [t, u] = tf.unstack(conditioner.theta(kept, context), 2) as [Tensor2D, Tensor2D];
      const s = scale(u);
      const mean = tf.div(tf.sum(tf.mul(s, free), 1), moving);
      return tf.stack([t, tf.sub<Tensor2D>(s, tf.expandDims(mean, 1))], 2);
    },
  };
  const inner = coupling({ mask, conditioner: centred, transformer: affineTransformer({ scale: exponential }) });
  // The sum of the s is 0 but for rounding: the log-det says 0.
  return {
    ...inner,
    name: 'volume-preserving coupling',
    forward: (z, context) => tf.tidy(() => ({ x: inner.forward(z, context).x, logDet: zeroLogDet(z) })),
    inverse: (x, context) => tf.tidy(() => ({ z: inner.inverse(x, context).z, logDet: zeroLogDet(x) })),
  };
}
