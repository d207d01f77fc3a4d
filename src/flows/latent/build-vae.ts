import * as tf from '#tf';
import type { Rng } from '#numerics';
import { list, positiveInteger } from '../argument-checks.ts';
import { buildFlow } from '../build.ts';
import { unknownKind } from '../build-errors.ts';
import { conditionalAffine } from '../bijections/conditional-affine.ts';
import { activationNames, checkActivation, feedForward, hiddenWidths } from '../conditioners/network.ts';
import type { Network } from '../conditioners/network.ts';
import { compose } from '../bijections/compose.ts';
import { standardNormal } from '../distributions/standard-normal.ts';
import { flow } from '../flow.ts';
import type { Bijection } from '../types.ts';
import { latentVariableModel } from './latent-variable-model.ts';
import type { LatentVariableModel } from './latent-variable-model.ts';
import { bernoulliLikelihood, gaussianLikelihood } from './likelihoods.ts';
import type { Likelihood } from './likelihoods.ts';
import type { LikelihoodSpec, VaeSpec } from './vae-spec.ts';

/** A latent-variable model that knows the JSON it was built from. */
export type SpecifiedVae = LatentVariableModel & { readonly spec: VaeSpec };

/**
 * Builds the variational autoencoder that the JSON describes. The decoder starts at η = 0 and the posterior at N(μ(x), I): μ tells rows
 * apart from the first step on, since with both at 0 the gradient of either would be 0.
 * @throws TypeError for a kind or type that does not exist, RangeError for a value out of range; both name argument and value.
 */
export function buildVae(spec: VaeSpec, rng: Rng): SpecifiedVae {
  if (spec?.kind !== 'vae') throw unknownKind('buildVae', spec, ['vae']);
  const d = positiveInteger('buildVae: dimensions', spec.dimensions);
  const k = positiveInteger('buildVae: latent', spec.latent);
  const likelihood = buildLikelihood(spec.likelihood, d);
  const { network: encoder, width } = hiddenLayers('encoder', d, spec.encoder, rng.stream('encoder'));
  const units = hiddenWidths('buildVae: decoder.hidden', spec.decoder?.hidden);
  const decoder = feedForward({
    widths: [k, ...units, likelihood.outputs],
    activations: units.map(() =>
      checkActivation('buildVae: decoder.activation', spec.decoder.activation, activationNames),
    ),
    rng: rng.stream('decoder'),
  });

  const gaussian = conditionalAffine({ dimensions: k, contextDimensions: width, rng: rng.stream('posterior') });
  const layers = list('buildVae: posterior', spec.posterior);
  const base = { kind: 'standard-normal', dimensions: k } as const;
  const bent =
    layers.length > 0 ? buildFlow({ base, layers: [...layers] }, rng.stream('posterior')).bijection : undefined;
  const bijection = bent ? compose([gaussian, ...bent.layers]) : gaussian;
  checkContext(bijection, k, width);
  return {
    ...latentVariableModel({
      latentDimensions: k,
      encoder,
      posterior: { ...flow(standardNormal(k), bijection), state: bijection.state ?? [] },
      gaussian: bent ? undefined : gaussian,
      decoder,
      likelihood,
    }),
    spec: structuredClone(spec),
  };
}

/** One dry run on a single row, so that a layer that reads another context is refused before work starts. */
function checkContext(bijection: Bijection, latent: number, width: number): void {
  try {
    tf.tidy(() => void bijection.forward(tf.zeros([1, latent]), tf.zeros([1, width])));
  } catch (error) {
    if (error instanceof Error) error.message = `buildVae: posterior: ${error.message}`;
    throw error;
  }
}

/** x → the last hidden layer; x itself where there is none. */
function hiddenLayers(
  part: string,
  inputs: number,
  spec: VaeSpec['encoder'],
  rng: Rng,
): { network: Network; width: number } {
  const units = hiddenWidths(`buildVae: ${part}.hidden`, spec?.hidden);
  const activations = units.map(() =>
    checkActivation(`buildVae: ${part}.activation`, spec.activation, activationNames),
  );
  return { network: feedForward({ widths: [inputs, ...units], activations, rng }), width: units.at(-1) ?? inputs };
}

function buildLikelihood(spec: LikelihoodSpec, dimensions: number): Likelihood {
  switch (spec?.kind) {
    case 'bernoulli':
      return bernoulliLikelihood(dimensions);
    case 'gaussian':
      return gaussianLikelihood({ dimensions, deviation: spec.deviation, variance: spec.variance ?? 'fixed' });
    default:
      throw unknownKind('buildVae: likelihood', spec, ['bernoulli', 'gaussian']);
  }
}
