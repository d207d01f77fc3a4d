import * as tf from '#tf';
import type { Tensor2D, Tensor4D } from '#tf';
import { reorder } from '../reorder.ts';
import { imageShape, sizeOf } from './image-shape.ts';
import type { ImageShape } from './image-shape.ts';

/** An image taken apart into two, and put together again: what couplings and multi-scale levels divide by. */
export type ImageSplit = {
  readonly name: string;
  /** The whole image. */
  readonly shape: ImageShape;
  readonly parts: readonly [first: ImageShape, second: ImageShape];
  split(whole: Tensor4D): [first: Tensor4D, second: Tensor4D];
  join(first: Tensor4D, second: Tensor4D): Tensor4D;
};

/**
 * The first half of the channels, and the second.
 * @throws RangeError if the number of channels is odd.
 */
export function channelSplit(shape: ImageShape): ImageSplit {
  const [height, width, channels] = imageShape('channelSplit: shape', shape);
  if (channels % 2 !== 0) {
    throw new RangeError(
      `channelSplit: the number of channels must be even, got ${channels}; squeeze the image first.`,
    );
  }
  const half: ImageShape = [height, width, channels / 2];
  return {
    name: 'channel',
    shape: [height, width, channels],
    parts: [half, half],
    split: (whole) => tf.split(whole, 2, 3) as [Tensor4D, Tensor4D],
    join: (first, second) => tf.concat([first, second], 3),
  };
}

export type CheckerboardOptions = {
  shape: ImageShape;
  /** What the parity counts: row + column, as in Flow++, or row + column + channel, as in normflows. */
  parity?: 'pixels' | 'entries';
};

/**
 * The fields of a checkerboard: where row + column is even, and where it is odd. Each half closes up in its rows and is an
 * image of half the width, as in Flow++ (https://arxiv.org/abs/1902.00275); RealNVP's masks leave the gaps open.
 * @throws RangeError if the width is odd.
 */
export function checkerboardSplit({ shape, parity = 'pixels' }: CheckerboardOptions): ImageSplit {
  const [height, width, channels] = imageShape('checkerboardSplit: shape', shape);
  if (width % 2 !== 0) {
    throw new RangeError(`checkerboardSplit: the width must be even, got ${width}; squeeze has no such half.`);
  }
  const half: ImageShape = [height, width / 2, channels];
  const size = sizeOf(half);
  const { there, back } = reorder([...fields(half, parity, 0), ...fields(half, parity, 1)]);
  const image = (flat: Tensor2D, [h, w, c]: ImageShape) => tf.reshape(flat, [flat.shape[0], h, w, c]) as Tensor4D;
  const flatten = (part: Tensor4D) => tf.reshape(part, [part.shape[0], -1]) as Tensor2D;
  return {
    name: 'checkerboard',
    shape: [height, width, channels],
    parts: [half, half],
    split: (whole) => {
      const n = whole.shape[0];
      const sorted = there(flatten(whole));
      return [image(tf.slice(sorted, [0, 0], [n, size]), half), image(tf.slice(sorted, [0, size], [n, size]), half)];
    },
    join: (first, second) => image(back(tf.concat([flatten(first), flatten(second)], 1)), [height, width, channels]),
  };
}

/** Where the entries of one colour stand in the whole image, in the order of the closed-up half. */
function fields([height, half, channels]: ImageShape, parity: 'pixels' | 'entries', colour: 0 | 1): number[] {
  const places: number[] = [];
  for (let row = 0; row < height; row++) {
    for (let pair = 0; pair < half; pair++) {
      for (let channel = 0; channel < channels; channel++) {
        const start = row + colour + (parity === 'entries' ? channel : 0);
        const column = 2 * pair + (start % 2);
        places.push((row * 2 * half + column) * channels + channel);
      }
    }
  }
  return places;
}
