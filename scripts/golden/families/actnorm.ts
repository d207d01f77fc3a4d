import * as tf from '#tf';
import { actnorm, invert } from '#flows';
import { numberOf } from '../format.ts';
import { inputTensor } from '../preparation.ts';
import type { Adapter } from '../preparation.ts';

/**
 * Data-dependent start, then frozen. Ours is z = (x − shift)·exp(−logScale); peers that write out = x·exp(s′) + t′ have
 * s′ = −logScale and t′ = the image of 0. (normflows' and ours add 1e-6 to the deviation, ikostrikov's 1e-12: below tolerance.)
 */
export const actnormAdapter: Adapter = (golden) => {
  const d = numberOf(golden, 'D');
  const layer = actnorm(d);
  const [logScale, shift] = layer.parameters;
  layer.initialise!(inputTensor(golden, 'x_init'));
  return {
    map: invert(layer),
    bindings: [],
    input: 'x_init',
    more: (map) => {
      const first = map.forward(inputTensor(golden, 'x_init'));
      const second = map.forward(inputTensor(golden, 'x_second'));
      const slope = tf.neg(logScale!);
      const imageOfZero = map.forward(tf.zeros([1, d])).x;
      return {
        log_scale_after_init: slope,
        shift_after_init: imageOfZero,
        out_second_batch: second.x,
        log_det_second_batch: second.logDet,
        inverse_of_second: map.inverse(second.x).z,
        'normflows_inverse_init/s': logScale!,
        'normflows_inverse_init/t': shift!,
        'normflows_inverse_init/out': first.x,
        'normflows_inverse_init/log_det': first.logDet,
        'normflows_forward_init/s': slope,
        'normflows_forward_init/t': imageOfZero,
        'normflows_forward_init/out': first.x,
        'normflows_forward_init/log_det': first.logDet,
        'karpathy/s': slope,
        'karpathy/t': imageOfZero,
        'karpathy/out': first.x,
        'karpathy/log_det': first.logDet,
        'ikostrikov/weight_log_scale': slope,
        'ikostrikov/bias': shift!,
        'ikostrikov/out': first.x,
        'ikostrikov/log_det': first.logDet,
      };
    },
  };
};
