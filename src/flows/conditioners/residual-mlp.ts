import type { Rng } from '#numerics';
import type { Conditioner } from '../types.ts';
import { positiveInteger } from '../argument-checks.ts';
import { networkConditioner, networkSizes } from './network-conditioner.ts';
import type { ConditionerSizes } from './network-conditioner.ts';
import { activationNames, checkActivation, residualNetwork } from './network.ts';
import type { Activation } from './network.ts';

export type ResidualMlpOptions = ConditionerSizes & {
  /** Units in the first layer and in every block. */
  width: number;
  /** Number of residual blocks, two layers each. */
  blocks: number;
  activation: Activation;
  /** Draws the initial weights. */
  rng: Rng;
};

/**
 * A residual network from what is kept (and the context, if it reads one) to θ: `residualNetwork` says the formula.
 * Its shortcuts let more layers be trained than `mlp` bears (https://arxiv.org/abs/1512.03385).  θ = 0 at the start.
 * @throws RangeError if a size is not a whole number ≥ 1 or the activation has no such name.
 */
export function residualMlp({ width, blocks, activation, rng, ...sizes }: ResidualMlpOptions): Conditioner {
  const { inputs, outputs } = networkSizes('residualMlp', sizes);
  checkActivation('residualMlp: activation', activation, activationNames);
  const network = residualNetwork({
    inputs,
    outputs,
    width: positiveInteger('residualMlp: width', width),
    blocks: positiveInteger('residualMlp: blocks', blocks),
    activation,
    rng,
  });
  return networkConditioner('residualMlp', sizes, network);
}
