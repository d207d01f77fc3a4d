import * as tf from '#tf';
import type { Tensor } from '#tf';
import { compose, elementwise, gaussianFamily, logisticFamily, mixtureCdf, sigmoid } from '#flows';
import type { MixtureFamily } from '#flows';
import { arrayOf, numberOf } from '../format.ts';
import type { Golden } from '../format.ts';
import { inputTensor, tensorOf } from '../preparation.ts';
import type { Adapter } from '../preparation.ts';
import { rowwise, rowwiseBinding, sizesOf, summedObjective } from '../rowwise.ts';

/**
 * chrischute/flowplusplus: x → logit F(x), which is our transformer's inverse; where the file has no logit, x → F(x).
 * Parameters are [K, N] there; [N, K] is read, too.
 */
const mixtureOf =
  (family: MixtureFamily): Adapter =>
  (golden) => {
    const [n, d] = sizesOf(golden);
    const names = ['pi_logits', 'mu', 'log_s'].map((name) => parameterName(golden, name));
    const components =
      golden.config['K'] === undefined
        ? arrayOf(golden, 'params', names[0]!).data.length / (n * d)
        : numberOf(golden, 'K');
    const layer = rowwise(mixtureCdf({ family, components, spread: 0 }), [n, d], true);
    const bindings = names.map((param, group) => {
      const componentsFirst = arrayOf(golden, 'params', param).shape[0] === components;
      return rowwiseBinding(param, layer, { from: group * components, count: components, componentsFirst });
    });
    const loss = golden.outputs['objective'] && {
      names: { loss: 'objective' },
      loss: ((map, x) => () =>
        summedObjective(map.forward(x))) satisfies import('../preparation.ts').Preparation['loss'],
    };
    const standard = { map: layer.map, bindings, ...loss };
    const asLogit = golden.outputs['logit_of_cdf'];
    if (!asLogit && golden.config['logit'] !== true) {
      const map = compose([layer.map, elementwise({ transformer: sigmoid(), dimensions: d })]);
      return { ...standard, map: { ...map, parameters: layer.map.parameters } };
    }
    return {
      ...standard,
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
          ...(asLogit && { inverse_by_bisection: map.inverse(tensorOf(asLogit)).z }),
        };
      },
    };
  };

export const logisticMixtureAdapter = mixtureOf(logisticFamily);
export const gaussianMixtureAdapter = mixtureOf(gaussianFamily);

/** Other names of a mixture's logits, means and log-scales. */
const otherNames: Record<string, readonly string[]> = {
  pi_logits: ['pi', 'logits', 'weights_logits', 'mixture_logits'],
  mu: ['means', 'mean', 'loc'],
  log_s: ['log_sigma', 'log_scales', 'log_scale', 'log_std'],
};

function parameterName(golden: Golden, name: string): string {
  return [name, ...otherNames[name]!].find((candidate) => golden.params[candidate]) ?? name;
}
