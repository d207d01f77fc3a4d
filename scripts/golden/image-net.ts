import { convnet } from '#flows';
import type { ConvnetOptions, ImageShape } from '#flows';
import { rng } from '#numerics';
import { arrayOf } from './format.ts';
import type { Golden } from './format.ts';
import { activationOf } from './net.ts';
import type { Net } from './net.ts';
import { everyEntry } from './preparation.ts';
import type { Binding } from './preparation.ts';

export type ImageNetOptions = Pick<ConvnetOptions, 'gain' | 'border'> & {
  /** What the weights' names begin with: `${prefix}K1`, `${prefix}b1`, … */
  prefix: string;
  /** The image that the net reads. */
  reads: ImageShape;
  /** Channels that are transformed. */
  channels: number;
  /** The peer's output channels as (channel, parameter) of θ. */
  writes: readonly (readonly [channel: number, parameter: number])[];
};

/** A peer's convolutional net, kernels [kh, kw, in, out], as our `convnet`: only the last layer's channels have another order. */
export function imageNet(golden: Golden, options: ImageNetOptions): Net {
  const { prefix, reads, channels, writes, gain = 'none', border } = options;
  const numbers = Object.keys(golden.params)
    .flatMap((name) => (name.startsWith(`${prefix}K`) ? [name.slice(prefix.length + 1)] : []))
    .sort((a, b) => Number(a) - Number(b));
  const shapes = numbers.map((number) => arrayOf(golden, 'params', `${prefix}K${number}`).shape);
  const paramsPerDim = writes.length / channels;
  const activation = activationOf(golden) ?? 'tanh';
  const conditioner = convnet({
    shape: reads,
    channels,
    paramsPerDim,
    hidden: shapes.slice(0, -1).map((shape) => shape[3]!),
    kernels: shapes.map((shape) => shape[0]!),
    activation,
    gain,
    border,
    rng: rng(0),
  });
  const columns = writes.map(([channel, parameter]) => channel * paramsPerDim + parameter);
  const bindings = numbers.flatMap((number, layer): Binding[] => {
    const [kernel, bias] = [conditioner.parameters[2 * layer]!, conditioner.parameters[2 * layer + 1]!];
    const last = layer === numbers.length - 1;
    const rows = kernel.size / bias.size;
    const at = Array.from({ length: rows }, (_, row) => columns.map((column) => row * bias.size + column)).flat();
    return [
      { param: `${prefix}K${number}`, variable: kernel, at: last ? at : everyEntry(kernel) },
      { param: `${prefix}b${number}`, variable: bias, at: last ? columns : everyEntry(bias) },
    ];
  });
  if (gain === 'learned') {
    bindings.push({ param: `${prefix}scale`, variable: conditioner.parameters.at(-1)!, at: columns });
  }
  return { conditioner, bindings };
}

/** Output channels in blocks: all of the first parameter named, then all of the next. */
export function blocks(channels: number, parameters: readonly number[]): [channel: number, parameter: number][] {
  return parameters.flatMap((parameter) =>
    Array.from({ length: channels }, (_, channel): [number, number] => [channel, parameter]),
  );
}

/** Output channels in turn: every parameter of the first channel, then of the next. */
export function inTurn(channels: number, parameters: readonly number[]): [channel: number, parameter: number][] {
  return Array.from({ length: channels }, (_, channel) =>
    parameters.map((parameter): [number, number] => [channel, parameter]),
  ).flat();
}
