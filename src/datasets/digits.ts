import type { Rng } from '#numerics';
import type { Source } from './types.ts';

/** Real images instead of a formula: they are read from a file, and nobody knows their density. */
export type DigitsSpec = { name: 'digits' };
export type Part = 'train' | 'validation' | 'test';

/** 8 × 8 grey images of handwritten digits, values 0…16, row by row. */
export interface Digits {
  readonly count: number;
  /** Numbers in one image. */
  readonly size: 64;
  /** Values there are: 0…16. */
  readonly levels: 17;
  /** [count, 64]. */
  readonly images: Uint8Array;
  /** What each image shows, 0…9. */
  readonly labels: Uint8Array;
  readonly source: Source;
}

const SIZE = 64;
const LEVELS = 17;

/** Where the index of an image, mod 5, puts it. */
const places: Record<Part, readonly number[]> = { train: [0, 1, 2], validation: [3], test: [4] };

/**
 * The digits from the bytes of their two files.
 * @throws RangeError if there is not one label an image, or a value is out of range.
 */
export function digits(images: Uint8Array, labels: Uint8Array): Digits {
  const count = images.length / SIZE;
  if (!Number.isInteger(count) || count !== labels.length) {
    throw new RangeError(`digits: ${labels.length} labels need ${SIZE * labels.length} bytes, got ${images.length}.`);
  }
  check('images', images, LEVELS);
  check('labels', labels, 10);
  return {
    count,
    size: SIZE,
    levels: LEVELS,
    images,
    labels,
    source: { title: 'Alpaydin & Kaynak 1998, UCI', url: 'https://doi.org/10.24432/C50P49' },
  };
}

/** The indices of a part. The parts share no image. */
export function indicesOf({ count }: Pick<Digits, 'count'>, part: Part): number[] {
  return Array.from({ length: count }, (_, i) => i).filter((i) => places[part].includes(i % 5));
}

/**
 * Images with uniform noise on top, [n, 64]: y = k + u, u ~ U[0, 1), so that a density of y bounds the probability of k
 * (https://arxiv.org/abs/1511.01844 §3.1).
 */
export function dequantized({ images, size }: Digits, indices: readonly number[], rng: Rng): Float32Array {
  const y = new Float32Array(size * indices.length);
  indices.forEach((index, row) => {
    for (let i = 0; i < size; i++) y[row * size + i] = images[index * size + i]! + rng.uniform();
  });
  return y;
}

function check(what: string, values: Uint8Array, end: number): void {
  const at = values.findIndex((value) => value >= end);
  if (at >= 0) throw new RangeError(`digits: ${what} must lie below ${end}, got ${values[at]} at ${at}.`);
}
