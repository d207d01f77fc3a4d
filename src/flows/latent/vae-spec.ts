import type { Activation } from '../conditioners/network.ts';
import type { LayerSpec } from '../spec.ts';
import type { GaussianVariance } from './likelihoods.ts';

/** A variational autoencoder as JSON. */
export type VaeSpec = {
  kind: 'vae';
  /** Numbers in one event x. */
  dimensions: number;
  /** Numbers in one z. */
  latent: number;
  /** x → h: its last hidden layer is h; with none, h = x. */
  encoder: { hidden: number[]; activation: Activation };
  /**
   * z₀ = μ(h) + σ(h)⊙ε → layers[0] → … → z; with none, the Gaussian posterior. A layer that is to read h has as `context` the width of
   * the encoder's last hidden layer (of x where there is none).
   */
  posterior: LayerSpec[];
  decoder: { hidden: number[]; activation: Activation };
  likelihood: LikelihoodSpec;
};
export type LikelihoodSpec =
  | { kind: 'bernoulli' }
  /** Where `variance` is left out, it is fixed. */
  | { kind: 'gaussian'; deviation: number; variance?: GaussianVariance };
