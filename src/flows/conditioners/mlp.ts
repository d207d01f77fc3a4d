import * as tf from '#tf';
import type { Tensor, Tensor2D, Variable } from '#tf';
import { normals } from '#numerics';
import type { Rng } from '#numerics';
import type { Conditioner } from '../types.ts';
import { makeVariable } from '../make-variable.ts';
import { list, positiveInteger } from '../argument-checks.ts';

export type Activation = 'relu' | 'tanh';
export type MlpOptions = {
  /** The width d of its input, and of θ. */
  dimensions: number;
  /** How many numbers the transformer wants for each dimension. */
  paramsPerDim: number;
  /** Units in each hidden layer. */
  hidden: readonly number[];
  activation: Activation;
  /** Draws the initial weights. */
  rng: Rng;
};

/** Var(weight)·fan-in that keeps the size of activations: He et al. 2015 (https://arxiv.org/abs/1502.01852), LeCun 1998. */
const gains: Record<Activation, number> = { relu: 2, tanh: 1 };

/**
 * A multilayer perceptron from what is kept (zeros elsewhere, full width) to θ. It reads no context.
 *
 * h₀ = kept;  hᵢ = activation(hᵢ₋₁ Wᵢ + bᵢ);  θ = h_last W + b, cut into [n, d, paramsPerDim]
 * Parameters: W₁ [d, h₁], b₁ [h₁], W₂ [h₁, h₂], … The last W and b start at 0, so θ = 0 and a flow starts as the identity.
 */
export function mlp({ dimensions, paramsPerDim, hidden, activation, rng }: MlpOptions): Conditioner {
  const d = positiveInteger('mlp: dimensions', dimensions);
  const outputs = d * positiveInteger('mlp: paramsPerDim', paramsPerDim);
  if (!Object.hasOwn(gains, activation)) {
    throw new RangeError(`mlp: activation must be one of ${Object.keys(gains).join(', ')}, got ${activation}.`);
  }
  const widths = [
    d,
    ...list('mlp: hidden', hidden).map((units, i) => positiveInteger(`mlp: hidden[${i}]`, units)),
    outputs,
  ];
  const last = hidden.length;
  const layers = widths.slice(1).map((width, i): [weights: Variable, bias: Variable] => {
    const fanIn = widths[i]!;
    // Biases spread the units' kinks over the data; with none, every ReLU of a one-dimensional input would bend at 0.
    return [
      normalVariable([fanIn, width], i === last ? 0 : Math.sqrt(gains[activation] / fanIn), rng),
      normalVariable([width], i === last ? 0 : Math.sqrt(1 / fanIn), rng),
    ];
  });
  return {
    parameters: layers.flat(),
    theta: (kept: Tensor) =>
      tf.tidy(() => {
        let h = kept as Tensor2D;
        layers.forEach(([weights, bias], i) => {
          h = tf.dense(h, weights, bias, i === last ? 'linear' : activation);
        });
        return tf.reshape(h, [kept.shape[0]!, d, paramsPerDim]);
      }),
  };
}

function normalVariable(shape: number[], deviation: number, rng: Rng): Variable {
  if (deviation === 0) return makeVariable(shape);
  const size = shape.reduce((product, length) => product * length, 1);
  return makeVariable(
    shape,
    normals(rng, size).map((value) => value * deviation),
  );
}
