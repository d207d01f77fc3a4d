import type { DenseActivation } from '#tf';
import type { Rng } from '#numerics';
import type { MaskedConditioner } from '../types.ts';
import { permutationOrder, positiveInteger } from '../argument-checks.ts';
import { hiddenDegrees, madeMasks, maskConnectivity } from './made-masks.ts';
import type { Mask } from './made-masks.ts';
import { networkConditioner, networkSizes } from './network-conditioner.ts';
import type { ConditionerSizes } from './network-conditioner.ts';
import { activationNames, checkActivation, feedForward, hiddenWidths, residualNetwork } from './network.ts';
import type { Activation, Network } from './network.ts';

export type MaskedSizes = Omit<ConditionerSizes, 'dimensions'> & {
  /** order[k] is the dimension that comes k-th: θ of a dimension reads those before it. */
  order: readonly number[];
};
export type MadeOptions = MaskedSizes & {
  /** Units in each hidden layer. */
  hidden: readonly number[];
  /** One for all hidden layers, or one for each. */
  activation: Activation | readonly DenseActivation[];
  /** Draws the initial weights. */
  rng: Rng;
};
export type ResidualMadeOptions = MaskedSizes & {
  /** Units in the first layer and in every block. */
  width: number;
  /** Number of residual blocks, two layers each. */
  blocks: number;
  activation: Activation;
  rng: Rng;
};

/**
 * MADE, https://arxiv.org/abs/1502.03509: a multilayer perceptron whose weights are masked so that θᵢ depends on the dimensions
 * before i in `order` alone. All d of them come out of one pass.
 *
 * h₀ = [x, context];  hᵢ = activation(hᵢ₋₁ (Mᵢ⊙Wᵢ) + bᵢ);  θ = h_last (M⊙W) + b, cut into [n, d, paramsPerDim]
 * Masks:      `madeMasks`, with degrees dealt by `hiddenDegrees`. Fewer than d − 1 units leave some dimensions unread.
 * Parameters: W₁ [d + c, h₁], b₁ [h₁], W₂ [h₁, h₂], … (whole matrices; what a mask closes has no effect and no gradient).
 *             The last W and b start at 0, so θ = 0 and a flow starts as the identity.
 * @throws RangeError if `order` is no permutation, a size is not a whole number ≥ 1 or an activation has no such name.
 */
export function made({ hidden, activation, rng, ...sizes }: MadeOptions): MaskedConditioner {
  const units = hiddenWidths('made: hidden', hidden);
  const activations = typeof activation === 'string' ? units.map(() => activation) : activation;
  if (typeof activation === 'string') checkActivation('made: activation', activation, activationNames);
  activations.forEach((name, i) => checkActivation(`made: activation[${i}]`, name, ['linear', ...activationNames]));
  if (activations.length !== units.length) {
    throw new RangeError(
      `made: activation must be one name or one for each of the ${units.length} hidden layers, got ${activations.length}.`,
    );
  }
  return masked('made', sizes, units, (masks, inputs, outputs) =>
    feedForward({ widths: [inputs, ...units, outputs], activations, rng, masks }),
  );
}

/**
 * MADE with residual blocks, as in nflows (https://github.com/bayesiains/nflows, `MADE` with `use_residual_blocks`): the formula
 * of `residualNetwork` with every weight matrix masked. A shortcut joins a unit to itself, so no mask has to change for it.
 * @throws RangeError if `order` is no permutation, a size is not a whole number ≥ 1 or the activation has no such name.
 */
export function residualMade({ width, blocks, activation, rng, ...sizes }: ResidualMadeOptions): MaskedConditioner {
  checkActivation('residualMade: activation', activation, activationNames);
  const units = positiveInteger('residualMade: width', width);
  positiveInteger('residualMade: blocks', blocks);
  return masked('residualMade', sizes, [units, units], ([first, inner, last], inputs, outputs) =>
    residualNetwork({
      inputs,
      outputs,
      width: units,
      blocks,
      activation,
      rng,
      masks: [first!, inner!, last!],
    }),
  );
}

/** A masked network as a conditioner that knows what its θ reads. */
function masked(
  where: string,
  sizes: MaskedSizes,
  units: readonly number[],
  build: (masks: Mask[], inputs: number, outputs: number) => Network,
): MaskedConditioner {
  const { order, paramsPerDim } = sizes;
  const dimensions = permutationOrder(`${where}: order`, order).length;
  const { d, context, inputs, outputs } = networkSizes(where, { ...sizes, dimensions });
  const degrees = hiddenDegrees(d, units, context);
  const masks = madeMasks({ order, degrees, paramsPerDim, contextDimensions: context });
  const reaches = maskConnectivity(masks);
  return {
    ...networkConditioner(where, { ...sizes, dimensions }, build(masks, inputs, outputs)),
    dependencies: order.map((_, i) => order.map((_unused, j) => reaches[j]![i * paramsPerDim]!)),
  };
}
