import * as tf from '#tf';
import type { Tensor, Tensor4D } from '#tf';
import {
  affineTransformer,
  channelSplit,
  compose,
  elementwise,
  exponential,
  flattened,
  invert,
  multiScale,
  permutation,
  pixelwise,
  squeeze,
} from '#flows';
import type { Bijection, Half, ImageShape, MultiScaleLevel } from '#flows';
import { classOf, numberOf } from '../format.ts';
import { imageShapeOf, inputTensor } from '../preparation.ts';
import type { Adapter, Binding } from '../preparation.ts';

/** Levels of squeeze and affine map of the channels. nflows gives off the first half; Glow's programs give off the second. */
export const multiScaleAdapter: Adapter = (golden) => {
  const levels = numberOf(golden, 'levels');
  const image = imageShapeOf(golden);
  const half: Half = /nflows/.test(classOf(golden)) ? 'first' : 'second';
  const shapes = Array.from({ length: levels }, (_, l) => levelShape(image, l));
  const finestFirst = shapes.map((shape, l) => level(shape, l, l < levels - 1 ? half : undefined));
  const toNoise = invert(flattened(multiScale(finestFirst.map(({ built }) => built).toReversed())));

  const noises = shapes.map(([h, w, c], l): ImageShape => [h / 2, w / 2, l < levels - 1 ? 2 * c : 4 * c]);
  const order = channelMajor(noises);
  return {
    map: compose([toNoise, permutation(order)]),
    bindings: finestFirst.flatMap(({ bindings }) => bindings),
    names: { out: 'out_flat' },
    more: (map) => {
      const ours = permutation(order).inverse(map.forward(inputTensor(golden)).x).z;
      const sizes = noises.map(([h, w, c]) => h * w * c);
      const parts = sizes.map((size, l) => {
        const start = sizes.slice(0, l).reduce((sum, before) => sum + before, 0);
        return [`z_level_${l}`, tf.slice(ours, [0, start], [ours.shape[0], size])] as const;
      });
      return Object.fromEntries(parts);
    },
  };
};

/** What level l squeezes: each level halves height and width, and hands on half of four times the channels. */
const levelShape = ([height, width, channels]: ImageShape, l: number): ImageShape => {
  const scale = 2 ** l;
  return [height / scale, width / scale, channels * scale];
};

/** out = x·exp(log_scale) + shift, per channel, after the squeeze. */
function level(shape: ImageShape, l: number, half: Half | undefined): { built: MultiScaleLevel; bindings: Binding[] } {
  const [height, width, channels] = shape;
  const squeezed: ImageShape = [height / 2, width / 2, 4 * channels];
  const affine = elementwise({ transformer: affineTransformer({ scale: exponential }), dimensions: squeezed[2] });
  const theta = affine.parameters[0]!;
  const column = (which: 0 | 1) => Array.from({ length: squeezed[2] }, (_, c) => 2 * c + which);
  return {
    built: {
      map: compose<Tensor4D>([
        pixelwise({ shape: squeezed, of: invert(affine) }),
        squeeze(shape),
      ] as Bijection<Tensor>[]),
      ...(half && { noise: { split: channelSplit(squeezed), half } }),
    },
    bindings: [
      { param: `${l}.log_scale`, variable: theta, at: column(1) },
      { param: `${l}.shift`, variable: theta, at: column(0) },
    ],
  };
}

/** nflows flattens each level channel by channel: entry i of its row is entry order[i] of ours. */
function channelMajor(noises: readonly ImageShape[]): number[] {
  let start = 0;
  return noises.flatMap(([height, width, channels]) => {
    const pixels = height * width;
    const from = start;
    start += pixels * channels;
    return Array.from({ length: pixels * channels }, (_, i) => from + (i % pixels) * channels + Math.floor(i / pixels));
  });
}
