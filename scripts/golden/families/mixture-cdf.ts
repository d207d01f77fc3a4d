import * as tf from '#tf';
import type { Tensor } from '#tf';
import { logisticFamily, mixtureCdf } from '#flows';
import { numberOf } from '../format.ts';
import { inputTensor, tensorOf } from '../preparation.ts';
import type { Adapter } from '../preparation.ts';
import { rowwise, rowwiseBinding, summedObjective } from '../rowwise.ts';

/** chrischute/flowplusplus: x → logit F(x), which is our transformer's inverse; parameters [K, N]. */
export const logisticMixtureAdapter: Adapter = (golden) => {
  const components = numberOf(golden, 'K');
  const transformer = mixtureCdf({ family: logisticFamily, components, spread: 0 });
  const layer = rowwise(transformer, [numberOf(golden, 'N'), 1], true);
  return {
    map: layer.map,
    bindings: ['pi_logits', 'mu', 'log_s'].map((param, group) =>
      rowwiseBinding(param, layer, { from: group * components, count: components, componentsFirst: true }),
    ),
    names: { loss: 'objective' },
    loss: (map, x) => () => summedObjective(map.forward(x)),
    // log F = log σ(z), log(1 − F) = log σ(−z), and log|∂z/∂x| is the log-density less both.
    more: (map) => {
      const { x: z, logDet } = map.forward(inputTensor(golden));
      const logCdf = tf.neg<Tensor>(tf.softplus(tf.neg(z)));
      const logRest = tf.neg<Tensor>(tf.softplus(z));
      return {
        logit_of_cdf: z,
        log_derivative: logDet,
        log_cdf: logCdf,
        log_pdf: tf.add(tf.reshape(logDet, logCdf.shape), tf.add(logCdf, logRest)),
        inverse_by_bisection: map.inverse(tensorOf(golden.outputs['logit_of_cdf']!)).z,
      };
    },
  };
};
