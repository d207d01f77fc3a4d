import * as tf from '#tf';
import type { Tensor } from '#tf';
import { batchNorm, invert, softplusScale } from '#flows';
import type { BatchNorm, Bijection } from '#flows';
import { arrayOf, numberOf } from '../format.ts';
import { everyEntry, inputTensor } from '../preparation.ts';
import type { Adapter } from '../preparation.ts';

/** nflows' weight = softplus(u) + 1e-5, n − 1 in the variance, and running moments that start at 0, both of them. */
export const batchNormAdapter: Adapter = (golden) => {
  const options = { dimensions: numberOf(golden, 'D'), epsilon: numberOf(golden, 'eps') };
  const layer = batchNorm({
    ...options,
    momentum: numberOf(golden, 'momentum'),
    variance: 'unbiased',
    scale: softplusScale({ floor: 1e-5, ceiling: Infinity }),
  });
  const [weight, bias] = layer.parameters;
  return {
    map: invert(layer.training),
    bindings: [
      { param: 'unconstrained_weight', variable: weight!, at: everyEntry(weight!) },
      { param: 'bias', variable: bias!, at: everyEntry(bias!) },
    ],
    input: 'x_train',
    names: { out: 'train_out', log_det: 'train_log_det', loss: 'loss_on_x_train' },
    more: (map) => {
      const [runningMean, runningVariance] = startAtZero(layer);
      const evaluated = afterOneBatch(map, layer);
      // ikostrikov: biased variance, weight = exp(log_gamma), and its momentum 0 keeps the last batch alone.
      const other = batchNorm({ ...options, momentum: 1 });
      other.parameters[0]!.assign(tf.tensor1d(golden.config['log_gamma'] as number[]));
      other.parameters[1]!.assign(tf.tensor1d(arrayOf(golden, 'params', 'bias').data));
      const trained = other.training.inverse(inputTensor(golden, 'x_train'));
      const second = other.inverse(inputTensor(golden, 'x_second'));
      const results = {
        running_mean_after_one: tf.add(runningMean!, 0),
        running_var_after_one: tf.add(runningVariance!, 0),
        eval_out: evaluated.z,
        eval_log_det: evaluated.logDet,
        eval_inverse: layer.forward(evaluated.z).x,
        'ikostrikov/train_out': trained.z,
        'ikostrikov/train_log_det': trained.logDet,
        'ikostrikov/eval_out': second.z,
        'ikostrikov/eval_log_det': second.logDet,
      };
      tf.dispose([...other.parameters, ...other.state!]);
      return results;
    },
  };

  function afterOneBatch(map: Bijection, { inverse }: BatchNorm) {
    map.forward(inputTensor(golden, 'x_train'));
    return inverse(inputTensor(golden, 'x_second'));
  }
};

function startAtZero({ state }: BatchNorm): readonly Tensor[] {
  for (const moment of state!) moment.assign(tf.zeros(moment.shape));
  return state!;
}
