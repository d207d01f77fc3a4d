import type { Flow } from '#flows';
import * as tf from '#tf';

// #region wrong-sign
/** The same flow, scored with the log-determinant's sign turned. */
export function wrongSign(flow: Flow): Flow {
  const logProb = (x: tf.Tensor2D) =>
    tf.tidy(() => {
      const { z, logDet } = flow.bijection.inverse(x);
      return tf.sub<tf.Tensor1D>(flow.base.logProb(z), logDet); // must add
    });
  return { ...flow, logProb };
}
// #endregion wrong-sign
