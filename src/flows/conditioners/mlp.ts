import type { Rng } from '#numerics';
import type { Conditioner } from '../types.ts';
import { networkConditioner, networkSizes } from './network-conditioner.ts';
import type { ConditionerSizes } from './network-conditioner.ts';
import { activationNames, checkActivation, feedForward, hiddenWidths } from './network.ts';
import type { Activation } from './network.ts';

export type { Activation } from './network.ts';
export type MlpOptions = ConditionerSizes & {
  /** Units in each hidden layer. */
  hidden: readonly number[];
  activation: Activation;
  /** Draws the initial weights. */
  rng: Rng;
};

/**
 * A multilayer perceptron from what is kept (zeros elsewhere, full width), and from the context if it reads one, to θ.
 *
 * h₀ = [kept, context];  hᵢ = activation(hᵢ₋₁ Wᵢ + bᵢ);  θ = h_last W + b, cut into [n, d, paramsPerDim]
 * Parameters: W₁ [d + c, h₁], b₁ [h₁], W₂ [h₁, h₂], … The last W and b start at 0, so θ = 0 and a flow starts as the identity.
 * @throws RangeError if a size is not a whole number ≥ 1 or the activation has no such name.
 */
export function mlp({ hidden, activation, rng, ...sizes }: MlpOptions): Conditioner {
  const { inputs, outputs } = networkSizes('mlp', sizes);
  checkActivation('mlp: activation', activation, activationNames);
  const units = hiddenWidths('mlp: hidden', hidden);
  const network = feedForward({
    widths: [inputs, ...units, outputs],
    activations: units.map(() => activation),
    rng,
  });
  return networkConditioner('mlp', sizes, network);
}
