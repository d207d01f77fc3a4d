import { list, positiveInteger } from '../argument-checks.ts';
import type { LikelihoodSpec, VaeSpec } from '../latent/vae-spec.ts';
import type { LayerSpec } from '../spec.ts';
import { checkSizes } from './stack.ts';

/** What bends the Gaussian posterior: nothing, planar layers the same for every x or read off it, or inverse autoregressive ones. */
export type PosteriorName = 'gaussian' | 'planar' | 'amortised-planar' | 'iaf';
export type VaeOptions = {
  dimensions: number;
  latent: number;
  /** Widths of the hidden layers: of the encoder in this order, of the decoder in the opposite one. */
  hidden: readonly number[];
  likelihood: LikelihoodSpec;
  posterior?: PosteriorName;
  /** Layers that bend the posterior; none counts for `gaussian`. Default 4. */
  layers?: number;
};

/**
 * A variational autoencoder, https://arxiv.org/abs/1312.6114, with a posterior that is Gaussian or bent: by planar flows
 * (https://arxiv.org/abs/1505.05770), the same for every x or amortised, or by inverse autoregressive flow that reads the encoder's
 * last hidden layer as its context (https://arxiv.org/abs/1606.04934).
 * @throws RangeError if a size is no whole number ≥ 1, there is no hidden layer, or there is no such posterior.
 */
export function vae({
  dimensions,
  latent,
  hidden,
  likelihood,
  posterior = 'gaussian',
  layers = 4,
}: VaeOptions): VaeSpec {
  checkSizes('vae', dimensions, layers);
  positiveInteger('vae: latent', latent);
  const context = list('vae: hidden', hidden).at(-1);
  if (context === undefined) throw new RangeError('vae: hidden is empty; give at least one width.');
  const places = Array.from({ length: latent }, (_, i) => i);
  const layer = (k: number): LayerSpec[] => {
    switch (posterior) {
      case 'gaussian':
        return [];
      case 'planar':
        return [{ kind: 'planar', dimensions: latent }];
      case 'amortised-planar':
        return [{ kind: 'amortised-planar', dimensions: latent, context }];
      case 'iaf':
        return [
          {
            kind: 'invert',
            of: {
              kind: 'autoregressive',
              order: k % 2 === 0 ? [...places] : places.toReversed(),
              transformer: { kind: 'affine', scale: { kind: 'tanh', bound: 2 } },
              conditioner: { kind: 'made', hidden: [Math.max(context, latent)], activation: 'relu', context },
            },
          },
        ];
      default:
        throw new RangeError(
          `vae: posterior must be one of gaussian, planar, amortised-planar, iaf, got ${JSON.stringify(posterior)}.`,
        );
    }
  };
  return {
    kind: 'vae',
    dimensions,
    latent,
    encoder: { hidden: [...hidden], activation: 'relu' },
    posterior: Array.from({ length: layers }, (_, k) => layer(k)).flat(),
    decoder: { hidden: hidden.toReversed(), activation: 'relu' },
    likelihood: { ...likelihood },
  };
}
