import { made, residualMade } from '#flows';
import type { Activation, MaskedConditioner } from '#flows';
import { rng } from '#numerics';
import { arrayOf } from './format.ts';
import type { Golden } from './format.ts';
import { everyEntry } from './preparation.ts';
import type { Binding } from './preparation.ts';

export type MadeNetOptions = {
  /** What the weights' names begin with. */
  prefix: string;
  dimensions: number;
  /** Which of our parameters (of an affine map 0 = shift t, 1 = log-scale u) the peer's net gives first, second, … for a dimension. */
  parameters: readonly number[];
  /** Output columns: those of a dimension together, or all first parameters, then all second ones. */
  columns: 'together' | 'blocks';
  activation: Activation;
  /** normflows has no activation after the first of its layers. */
  linearFirst?: boolean;
};

/** A peer's masked net in index order: weights by their place in the file, output columns sorted into ours. */
export function madeNet(
  golden: Golden,
  options: MadeNetOptions,
): { conditioner: MaskedConditioner; bindings: Binding[] } {
  const { prefix, dimensions, parameters, columns } = options;
  const residual = golden.params[`${prefix}initial.W`] !== undefined;
  const names = residual ? residualNames(golden, prefix) : plainNames(golden, prefix);
  const widths = names.slice(0, -1).map(([weights]) => arrayOf(golden, 'params', weights).shape[1]!);
  const paramsPerDim = parameters.length;
  const common = { order: Array.from({ length: dimensions }, (_, i) => i), paramsPerDim, rng: rng(0) };
  const { activation, linearFirst } = options;
  const conditioner = residual
    ? residualMade({ ...common, width: widths[0]!, blocks: (names.length - 2) / 2, activation })
    : made({
        ...common,
        hidden: widths,
        activation: widths.map((_, layer) => (linearFirst && layer === 0 ? 'linear' : activation)),
      });

  const ours = sortedColumns(dimensions, columns, paramsPerDim).map(
    ([i, place]) => i * paramsPerDim + parameters[place]!,
  );
  const bindings = names.flatMap(([weightsName, biasName], layer): Binding[] => {
    const [weights, bias] = [conditioner.parameters[2 * layer]!, conditioner.parameters[2 * layer + 1]!];
    const [rows, width] = weights.shape as [number, number];
    const outputs = layer === names.length - 1 ? ours : everyEntry(bias);
    return [
      {
        param: weightsName,
        variable: weights,
        at: Array.from({ length: rows }, (_, row) => outputs.map((column) => row * width + column)).flat(),
      },
      { param: biasName, variable: bias, at: outputs },
    ];
  });
  return { conditioner, bindings };
}

/** The peer's output columns in its order, each as (dimension, which of its two parameters). */
export function sortedColumns(
  dimensions: number,
  columns: MadeNetOptions['columns'],
  paramsPerDim = 2,
): [number, number][] {
  return Array.from({ length: dimensions * paramsPerDim }, (_, at) =>
    columns === 'together'
      ? [Math.floor(at / paramsPerDim), at % paramsPerDim]
      : [at % dimensions, Math.floor(at / dimensions)],
  );
}

/** W0, b0, W1, b1, … */
function plainNames(golden: Golden, prefix: string): [weights: string, bias: string][] {
  const names: [string, string][] = [];
  for (let i = 0; golden.params[`${prefix}W${i}`]; i++) names.push([`${prefix}W${i}`, `${prefix}b${i}`]);
  if (names.length === 0) throw new Error(`${golden.id}: params.${prefix}W0 is missing.`);
  return names;
}

/** initial, res0, res1, …, final: two matrices a block. */
function residualNames(golden: Golden, prefix: string): [weights: string, bias: string][] {
  const inner: string[] = [];
  while (golden.params[`${prefix}res${inner.length}.W`]) inner.push(`res${inner.length}`);
  return ['initial', ...inner, 'final'].map((name) => [`${prefix}${name}.W`, `${prefix}${name}.b`]);
}
