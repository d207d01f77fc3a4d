import * as tf from '#tf';
import { actnorm, directActnorm, flattened, invert, pixelwise } from '#flows';
import type { Bijection } from '#flows';
import { imageShapeOf, inputTensor } from '../preparation.ts';
import type { Adapter } from '../preparation.ts';

/**
 * Data-dependent start from statistics of each channel, data → noise. nflows and rosinality divide the squares by N − 1,
 * chrischute by N. The map under test is nflows'; the other peers' layers stand beside it.
 */
export const imageActnormAdapter: Adapter = (golden) => {
  const shape = imageShapeOf(golden, 'x_init');
  const [, , channels] = shape;
  const first = inputTensor(golden, 'x_init');
  const started = (layer: Bijection): Bijection => {
    const flat = flattened(pixelwise({ shape, of: layer }));
    flat.initialise!(first);
    return invert(flat);
  };
  const unbiased = started(actnorm(channels));
  const direct = started(directActnorm(channels));
  const biased = started(actnorm(channels, { deviation: 'biased' }));

  return {
    map: unbiased,
    bindings: [],
    input: 'x_init',
    names: { out: 'nflows/out', log_det: 'nflows/log_det' },
    more: (map) => {
      const second = map.forward(inputTensor(golden, 'x_second'));
      const imageOfZero = map.forward(tf.zeros([1, first.shape[1]]) as tf.Tensor2D).x;
      const [rosinality, chrischute] = [direct.forward(first), biased.forward(first)];
      return {
        'nflows/log_scale': tf.neg(unbiased.parameters[0]!),
        'nflows/shift': tf.slice(imageOfZero, [0, 0], [1, channels]),
        'nflows/out_second_batch': second.x,
        'nflows/log_det_second_batch': second.logDet,
        'rosinality/loc': direct.parameters[0]!,
        'rosinality/scale': direct.parameters[1]!,
        'rosinality/out': rosinality.x,
        'rosinality/log_det_scalar': rosinality.logDet,
        'chrischute/bias': tf.neg(biased.parameters[1]!),
        'chrischute/logs': tf.neg(biased.parameters[0]!),
        'chrischute/out': chrischute.x,
        'chrischute/log_det': chrischute.logDet,
      };
    },
  };
};
