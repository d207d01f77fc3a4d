import * as tf from '#tf';
import {
  bernoulliLikelihood,
  compose,
  conditionalAffine,
  elbo,
  feedForward,
  flow,
  gaussianDivergence,
  gaussianLikelihood,
  latentVariableModel,
  logRatios,
  standardNormal,
} from '#flows';
import type { Bijection, Likelihood } from '#flows';
import { rng } from '#numerics';
import type { Rng } from '#numerics';
import { arrayOf } from '../format.ts';
import type { Golden } from '../format.ts';
import { everyEntry, inputTensor } from '../preparation.ts';
import type { Adapter, Binding } from '../preparation.ts';
import { planarLayers } from './planar.ts';

/** A linear encoder of mean and log-variance, planar layers and a linear decoder. The map is ε → zK at the file's x. */
export const vaeElboAdapter: Adapter = (golden) => {
  const [, d] = arrayOf(golden, 'inputs', 'x').shape as [number, number];
  const { data: noise, shape } = arrayOf(golden, 'inputs', 'eps');
  const latentDimensions = shape[1]!;
  const likelihood = likelihoodOf(golden, d);
  if (!likelihood) return { unknown: `no likelihood "${String(golden.config['likelihood'])}"` };
  const layers = golden.config['K'] === 0 ? [] : planarLayers(golden, latentDimensions);
  if (!layers) return { unknown: `no planar activation "${String(golden.config['act'])}"` };

  const gaussian = conditionalAffine({ dimensions: latentDimensions, contextDimensions: d, rng: rng(0) });
  const decoder = feedForward({ widths: [latentDimensions, likelihood.outputs], activations: [], rng: rng(0) });
  const encoder = feedForward({ widths: [d], activations: [], rng: rng(0) });
  const posterior = compose([gaussian, ...layers]);
  const context = () => inputTensor(golden);
  const map: Bijection = {
    ...posterior,
    forward: (z) => posterior.forward(z, context()),
    inverse: (x) => posterior.inverse(x, context()),
  };
  /** With the map that a test may have tampered with. */
  const model = (tampered: Bijection) =>
    latentVariableModel({
      latentDimensions,
      encoder,
      posterior: flow(standardNormal(latentDimensions), tampered),
      gaussian: layers.length === 0 ? gaussian : undefined,
      decoder,
      likelihood,
    });
  const loss = (tampered: Bijection) =>
    elbo({ nextBatch: context, rng: replayed(noise), divergence: 'sampled' })(model(tampered), 1);

  const [we, be, wv, bv] = gaussian.parameters;
  const [wd, bd] = decoder.parameters;
  const bind = (names: readonly string[], variables: readonly (tf.Variable | undefined)[]): Binding[] =>
    names.map((param, i) => ({ param, variable: variables[i]!, at: everyEntry(variables[i]!) }));
  return {
    map,
    bindings: [
      ...bind(['We', 'be', 'Wv', 'bv', 'Wd', 'bd'], [we, be, wv, bv, wd, bd]),
      ...layers.flatMap(({ parameters }, k) =>
        bind(
          ['u', 'w', 'b'].map((name) => `planar${k}.${name}`),
          parameters,
        ),
      ),
    ],
    input: 'eps',
    names: { out: 'zK', loss: 'loss_negative_elbo_mean' },
    loss,
    more: (tampered) => {
      const terms = model(tampered).terms(context(), replayed(noise));
      const perRow = (values: tf.Tensor) => tf.squeeze(values, [0]);
      const ratios = logRatios(terms);
      const kl = tf.sub(terms.logLikelihood, ratios);
      const steps = posterior.trace(inputTensor(golden, 'eps'), context());
      const { mean, logVariance } = gaussian.moments(context());
      const [first, ...rest] = steps.map(({ logDet }) => logDet);
      const bends = rest.length > 0 ? tf.addN(rest) : tf.zerosLike(first!);
      return {
        mu: mean,
        log_var: logVariance,
        z0: steps[0]!.x,
        sum_log_det: bends,
        logits: decoder.apply(tampered.forward(inputTensor(golden, 'eps')).x),
        log_px_given_z: perRow(terms.logLikelihood),
        log_q_z0: tf.add(perRow(terms.logPosterior), bends),
        log_p_zK: perRow(terms.logPrior),
        elbo_one_sample: perRow(ratios),
        per_example_loss: tf.neg(perRow(ratios)),
        kl_one_sample: perRow(kl),
        kl_mean: tf.mean(kl),
        bce_mean: tf.neg(tf.mean(terms.logLikelihood)),
        analytic_kl_q0_to_prior: gaussianDivergence(gaussian, context()),
      };
    },
  };
};

/** The file's noise, over and over, in place of random numbers. */
function replayed(values: readonly number[]): Rng {
  let at = 0;
  const source: Rng = { ...rng(0), normal: () => values[at++ % values.length]!, stream: () => source };
  return source;
}

function likelihoodOf({ config }: Golden, dimensions: number): Likelihood | undefined {
  const { likelihood: given = 'bernoulli' } = config;
  const name = typeof given === 'string' ? given.toLowerCase() : '';
  const deviation = Number(config['sigma'] ?? 1);
  if (name === 'bernoulli') return bernoulliLikelihood(dimensions);
  if (name === 'gaussian') return gaussianLikelihood({ dimensions, deviation, variance: 'fixed' });
  return undefined;
}
