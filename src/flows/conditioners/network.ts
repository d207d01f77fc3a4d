import type { DenseActivation, Tensor2D, Variable } from '#tf';
import * as tf from '#tf';
import type { Rng } from '#numerics';
import { list, positiveInteger } from '../argument-checks.ts';
import { linearLayer } from './linear-layer.ts';
import type { Mask } from './made-masks.ts';

export type Activation = 'relu' | 'tanh';

/** Numbers in, numbers out: [n, inputs] → [n, outputs]. */
export type Network = { readonly parameters: readonly Variable[]; apply(input: Tensor2D): Tensor2D };

/** Var(weight)·fan-in that keeps the size of activations: He et al. 2015 (https://arxiv.org/abs/1502.01852), LeCun 1998. */
export const gains: Record<DenseActivation, number> = { relu: 2, tanh: 1, linear: 1 };

export type FeedForwardOptions = {
  /** Widths of all layers, input and output among them. */
  widths: readonly number[];
  /** One for each hidden layer. */
  activations: readonly DenseActivation[];
  rng: Rng;
  /** One for each weight matrix; none means that everything is connected. */
  masks?: readonly Mask[];
};

/**
 * h₀ = input;  hᵢ = activationᵢ(hᵢ₋₁ Wᵢ + bᵢ);  output = h_last W + b.
 * Parameters: W₁, b₁, W₂, b₂, …  The last W and b start at 0, so the output does.
 */
export function feedForward({ widths, activations, rng, masks }: FeedForwardOptions): Network {
  const layers = widths.slice(1).map((width, i) => {
    const activation = activations[i];
    const gain = activation ? gains[activation] : 0;
    return linearLayer({ fanIn: widths[i]!, width, gain, rng, mask: masks?.[i] });
  });
  return {
    parameters: layers.flatMap((layer) => layer.parameters),
    apply: (input) => tf.tidy(() => layers.reduce((h, layer, i) => layer.apply(h, activations[i]), input)),
  };
}

export type ResidualOptions = {
  inputs: number;
  outputs: number;
  /** Units in the first layer and in every block. */
  width: number;
  /** Number of blocks. */
  blocks: number;
  activation: Activation;
  rng: Rng;
  /** For the first matrix, for those inside the blocks, and for the last; none means that everything is connected. */
  masks?: readonly [first: Mask, inner: Mask, last: Mask];
};

/**
 * A residual network in the form of nflows (https://github.com/bayesiains/nflows, `ResidualNet`).
 *
 * h = input W + b;  for each block h ← h + a(a(h) W′ + b′) W″ + b″,  a = activation;  output = h W + b
 * Parameters: W, b, then W′, b′, W″, b″ of every block, then W, b.  Each block starts as the identity, and the output at 0.
 */
export function residualNetwork({ inputs, outputs, width, blocks, activation, rng, masks }: ResidualOptions): Network {
  const [firstMask, innerMask, lastMask] = masks ?? [];
  const inner = (gain: number) => linearLayer({ fanIn: width, width, gain, rng, mask: innerMask });
  const first = linearLayer({ fanIn: inputs, width, gain: gains.linear, rng, mask: firstMask });
  const pairs = Array.from({ length: blocks }, () => [inner(gains[activation]), inner(0)] as const);
  const last = linearLayer({ fanIn: width, width: outputs, gain: 0, rng, mask: lastMask });
  const activate = activation === 'relu' ? tf.relu<Tensor2D> : tf.tanh<Tensor2D>;
  return {
    parameters: [first, ...pairs.flat(), last].flatMap((layer) => layer.parameters),
    apply: (input) =>
      tf.tidy(() => {
        let h = first.apply(input);
        for (const [narrow, wide] of pairs) h = tf.add(h, wide.apply(narrow.apply(activate(h), activation)));
        return last.apply(h);
      }),
  };
}

/** @throws RangeError naming the caller and the value if there is no such activation. */
export function checkActivation<A extends DenseActivation>(where: string, activation: A, known: readonly A[]): A {
  if (!known.includes(activation)) {
    throw new RangeError(`${where} must be one of ${known.join(', ')}, got ${activation}.`);
  }
  return activation;
}

export const activationNames: readonly Activation[] = ['relu', 'tanh'];

/** Widths of hidden layers, each checked. */
export function hiddenWidths(where: string, hidden: readonly number[]): readonly number[] {
  return list(where, hidden).map((units, i) => positiveInteger(`${where}[${i}]`, units));
}
