import type { Tensor, Tensor2D, Tensor4D } from '#tf';
import { compose } from '../bijections/compose.ts';
import { invert } from '../bijections/invert.ts';
import { flatten } from './flatten.ts';
import type { ImageShape } from './image-shape.ts';
import type { Bijection } from '../types.ts';

/** A map of images as one of vectors, as a flow, its laws and its density want it. Sides that are flat stay so. */
export function flattened(f: Bijection<Tensor4D> | Bijection<Tensor2D, Tensor4D>): Bijection {
  const { z, x } = f.events ?? { z: [], x: [] };
  return compose([
    ...(z.length === 3 ? [invert(flatten(z as unknown as ImageShape))] : []),
    f as Bijection<Tensor>,
    ...(x.length === 3 ? [flatten(x as unknown as ImageShape)] : []),
  ] as Bijection<Tensor>[]);
}
