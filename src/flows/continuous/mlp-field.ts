import * as tf from '#tf';
import type { Tensor1D, Tensor2D } from '#tf';
import type { Rng } from '#numerics';
import { contextWidth, oneOf, positiveInteger } from '../argument-checks.ts';
import { checkedContext } from '../checked-context.ts';
import { hiddenWidths } from '../conditioners/network.ts';
import type { VectorField } from '../types.ts';
import { fieldLayerKinds, fieldLayers } from './field-layer.ts';
import type { FieldActivation, FieldLayerKind } from './spec.ts';
import { fieldActivations, velocity, velocityAndDivergence, velocityAndTangent } from './network-at-time.ts';
import type { NetworkAtTime } from './network-at-time.ts';

export type MlpFieldOptions = {
  dimensions: number;
  /** Units in each hidden layer; none makes the field affine in z. */
  hidden: readonly number[];
  /** How every layer reads the time: not at all, as one more input, or through a gate and a shift. */
  layer: FieldLayerKind;
  activation: FieldActivation;
  /** Width c of the context [n, c] that every layer reads beside the time; 0 reads none. */
  contextDimensions?: number;
  /** Draws the initial weights. */
  rng: Rng;
};

/**
 * A vector field v(z, t) = layer_L ∘ φ ∘ … ∘ φ ∘ layer_1(z), the networks of FFJORD (https://arxiv.org/abs/1810.01367, appendix B.1).
 *
 * ignore         layer(h) = h W + b
 * concat         layer(h) = [t, h] W + b
 * concat-squash  layer(h) = (h W + b)∘σ(t W_g + b_g) + t W_s
 * Activations φ are smooth: a kink would cost a solver its order. The last layer starts at 0, so a flow starts as the identity.
 * tr J is exact, in closed form up to three hidden layers where all rows share one t and there is no context.
 * Shapes: z [n, d], t one number or [n], context [n, c] → v [n, d].  Parameters: those of the layers, in order.
 * @throws RangeError if a size is no whole number ≥ 1, or layer or activation has no such name.
 */
export function mlpField({
  dimensions,
  hidden,
  layer,
  activation,
  contextDimensions,
  rng,
}: MlpFieldOptions): VectorField {
  const d = positiveInteger('mlpField: dimensions', dimensions);
  const context = contextWidth('mlpField: contextDimensions', contextDimensions);
  oneOf('mlpField: layer', layer, fieldLayerKinds);
  oneOf('mlpField: activation', activation, fieldActivations);
  const widths = [d, ...hiddenWidths('mlpField: hidden', hidden), d];
  const layers = widths
    .slice(1)
    .map((outputs, i) =>
      fieldLayers[layer]({ inputs: widths[i]!, outputs, context, silent: i === widths.length - 2, rng }),
    );
  const at = (t: number | Tensor1D, given: Tensor2D | undefined): NetworkAtTime => ({
    activation,
    layers: layers.map((one) => one.at(t, context > 0 ? given : undefined)),
  });
  const checked = (z: Tensor2D, given: Tensor2D | undefined) => {
    if (context > 0) checkedContext('mlpField', given, z.shape[0], context);
  };
  return {
    name: `${layer} ${activation} field`,
    dimensions: d,
    contextDimensions: context,
    parameters: layers.flatMap(({ parameters }) => parameters),
    velocity: (z, t, given) => {
      checked(z, given);
      return tf.tidy(() => velocity(at(t, given), z));
    },
    velocityAndTangent: (z, t, tangent, given) => {
      checked(z, given);
      return tf.tidy(() => velocityAndTangent(at(t, given), z, tangent));
    },
    velocityAndDivergence: (z, t, given) => {
      checked(z, given);
      return tf.tidy(() => velocityAndDivergence(at(t, given), z));
    },
  };
}
