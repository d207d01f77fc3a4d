import * as tf from '#tf';
import type { Tensor4D } from '#tf';

/** ELU of h and of −h side by side, https://arxiv.org/abs/1603.05201: no unit is ever silent.  [n, h, w, c] → [n, h, w, 2c]. */
export function concatElu(h: Tensor4D): Tensor4D {
  return tf.tidy(() => tf.concat([elu(h), elu(tf.neg(h))], 3));
}

/** h where h > 0, exp(h) − 1 elsewhere; the exponential never sees a number above 0. */
function elu(h: Tensor4D): Tensor4D {
  return tf.add(tf.relu(h), tf.sub<Tensor4D>(tf.exp(tf.neg(tf.relu(tf.neg(h)))), 1));
}
