import type { ImageShape } from '../images/image-shape.ts';
import type { ImageConditionerSpec, ImageLayerSpec } from '../images/specs.ts';
import { byName } from './by-kind.ts';

type Split = Extract<ImageLayerSpec, { kind: 'image-coupling' }>['split'];

const halves: Record<Split, (shape: ImageShape) => ImageShape> = {
  channels: ([height, width, channels]) => [height, width, channels / 2],
  checkerboard: ([height, width, channels]) => [height, width / 2, channels],
};

/** The shape of either half of an image. */
export function halfShape(split: Split, shape: ImageShape): ImageShape {
  return byName('split', halves, split)(shape);
}

/** Sides of a convnet's kernels: Glow's 3, 1, …, 1, 3 where the JSON leaves them out. */
export function kernelSides({ kernels, hidden }: ImageConditionerSpec): number[] {
  return kernels ?? [...hidden, 0].map((_, i) => (i === 0 || i === hidden.length ? 3 : 1));
}
