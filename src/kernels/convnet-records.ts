import { activations } from './activations.ts';
import { SHARD } from './arena.ts';
import type { Arena, Word } from './arena.ts';
import type { Bound } from './parameter-places.ts';
import type { KernelConvnet, Place } from './program.ts';

/** Numbers that each layer gives for one row: what the scratch buffers must hold. */
export function convnetWidths({ height, width, layers }: KernelConvnet): number[] {
  return layers.map(({ outputs }) => height * width * outputs);
}

/** The record of a convolutional network and those of its layers, which follow it; its address. */
export function convnetRecord(room: Arena, convnet: KernelConvnet, moves: number, at: (place: Place) => Bound): number {
  const { height, width, layers, logGain } = convnet;
  const channels = moves / (height * width);
  const gain = logGain === undefined ? { value: 0, gradient: 0 } : at(logGain);
  const widths = convnetWidths(convnet);
  const records = layers.flatMap(({ side, inputs, outputs, activation, ...layer }, i): Word[] => {
    const [weights, bias] = [at(layer.weights), at(layer.bias)];
    return [
      side,
      inputs,
      outputs,
      weights.value,
      bias.value,
      weights.gradient,
      bias.gradient,
      room.numbers(widths[i]! * SHARD),
      activations[activation],
      room.numbers(side * side * inputs * outputs),
    ];
  });
  return room.words([
    height,
    width,
    channels,
    layers.at(-1)!.outputs / channels,
    gain.value,
    gain.gradient,
    ...records,
  ]);
}
