import * as tf from '#tf';
import type { Tensor2D } from '#tf';
import type { Conditioner } from '../types.ts';
import { contextWidth, positiveInteger } from '../argument-checks.ts';
import { checkedContext } from '../checked-context.ts';
import type { Network } from './network.ts';

/** What every conditioner made of a network says of its sizes. */
export type ConditionerSizes = {
  /** The width d of what it reads, and of θ. */
  dimensions: number;
  /** How many numbers the transformer wants for each dimension. */
  paramsPerDim: number;
  /** Width c of the context [n, c] that it reads beside; 0 reads none. */
  contextDimensions?: number;
};

/** The sizes of the network that stands behind a conditioner. */
export function networkSizes(where: string, { dimensions, paramsPerDim, contextDimensions }: ConditionerSizes) {
  const d = positiveInteger(`${where}: dimensions`, dimensions);
  const context = contextWidth(`${where}: contextDimensions`, contextDimensions);
  return { d, context, inputs: d + context, outputs: d * positiveInteger(`${where}: paramsPerDim`, paramsPerDim) };
}

/**
 * θ = network([kept, context]), cut into [n, d, paramsPerDim]. A conditioner without context ignores the one it is given: in a
 * composition every layer gets it.
 * @throws TypeError from θ if it reads context and has none; RangeError if the context is not [n, contextDimensions].
 */
export function networkConditioner(where: string, sizes: ConditionerSizes, network: Network): Conditioner {
  const { dimensions, paramsPerDim, contextDimensions = 0 } = sizes;
  return {
    parameters: network.parameters,
    contextDimensions,
    theta: (kept, context) =>
      tf.tidy(() => {
        const n = kept.shape[0]!;
        const input =
          contextDimensions > 0
            ? tf.concat([kept as Tensor2D, checkedContext(where, context, n, contextDimensions)], 1)
            : (kept as Tensor2D);
        return tf.reshape(network.apply(input), [n, dimensions, paramsPerDim]);
      }),
  };
}
