import * as tf from '#tf';
import type { Tensor } from '#tf';
import { rng } from '#numerics';
import { mlp } from '#flows';
import type { Activation, Conditioner } from '#flows';
import { arrayOf } from './format.ts';
import type { Golden } from './format.ts';
import { everyEntry } from './preparation.ts';
import type { Binding } from './preparation.ts';

export type Net = { conditioner: Conditioner; bindings: Binding[] };
export type NetOptions = {
  /** What the weights' names begin with: `${prefix}W1`, `${prefix}b1`, … */
  prefix: string;
  dimensions: number;
  paramsPerDim: number;
  /** The dimensions that the peer's net reads, in its order. */
  reads: readonly number[];
  /** The peer's output columns as (dimension, parameter) of θ. */
  writes: readonly (readonly [dimension: number, parameter: number])[];
  activation?: Activation;
};

/**
 * A peer's net as our full-width `mlp`: its first weights fill the rows of the dimensions it reads, its last ones the columns
 * of the parameters it writes; all other entries are 0.
 */
export function net(golden: Golden, options: NetOptions): Net {
  const { prefix, dimensions, paramsPerDim, reads, writes, activation = activationOf(golden) ?? 'tanh' } = options;
  const first = golden.params[`${prefix}W0`] ? 0 : 1;
  const indices: number[] = [];
  for (let i = first; golden.params[`${prefix}W${i}`]; i++) indices.push(i);
  const hidden = indices.slice(0, -1).map((i) => arrayOf(golden, 'params', `${prefix}W${i}`).shape[1]!);
  const conditioner = mlp({
    dimensions,
    paramsPerDim,
    hidden,
    activation,
    rng: rng(0),
  });

  const columns = writes.map(([dimension, parameter]) => dimension * paramsPerDim + parameter);
  const bindings = indices.flatMap((index, layer): Binding[] => {
    const [weights, bias] = [conditioner.parameters[2 * layer]!, conditioner.parameters[2 * layer + 1]!];
    const [rows, width] = weights.shape as [number, number];
    const inputs = layer === 0 ? reads : Array.from({ length: rows }, (_, i) => i);
    const outputs = layer === indices.length - 1 ? columns : everyEntry(bias);
    return [
      {
        param: `${prefix}W${index}`,
        variable: weights,
        at: inputs.flatMap((i) => outputs.map((j) => i * width + j)),
      },
      { param: `${prefix}b${index}`, variable: bias, at: outputs },
    ];
  });
  return { conditioner, bindings };
}

/** The hidden layers' activation, where the file names one that we have. */
export function activationOf({ config }: Golden): Activation | undefined {
  const name = config['activation'] ?? config['act'];
  return name === 'relu' || name === 'tanh' ? name : undefined;
}

/** In place of a net that a peer leaves out: one parameter, always 0. */
function zeroNet(dimensions: number): Net {
  return {
    bindings: [],
    conditioner: { parameters: [], theta: (kept: Tensor) => tf.zeros([kept.shape[0]!, dimensions, 1]) },
  };
}

/** The net under that prefix, or none where the file has no weights of it. */
export function netOrNone(golden: Golden, options: NetOptions): Net {
  const { prefix, dimensions } = options;
  const exists = golden.params[`${prefix}W0`] ?? golden.params[`${prefix}W1`];
  return exists ? net(golden, options) : zeroNet(dimensions);
}

/** Two nets, one for the shift and one for the scale, as one conditioner. */
export function shiftAndScale(shift: Net, scale: Net): Net {
  return {
    bindings: [...shift.bindings, ...scale.bindings],
    conditioner: {
      parameters: [...shift.conditioner.parameters, ...scale.conditioner.parameters],
      theta: (kept: Tensor) => tf.concat([shift.conditioner.theta(kept), scale.conditioner.theta(kept)], 2),
    },
  };
}
