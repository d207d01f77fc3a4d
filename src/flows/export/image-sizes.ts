import type { ImageShape } from '../images/image-shape.ts';
import type { ImageLayerSpec, MultiScaleLevelSpec } from '../images/specs.ts';
import type { LayerSpec } from '../spec.ts';
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

/**
 * The shape of the image that a layer takes from the base's side.
 * @throws RangeError if it takes none.
 */
function takenShape(layer: LayerSpec | undefined): ImageShape {
  switch (layer?.kind) {
    case 'squeeze':
      return squeezedShape(layer.shape);
    case 'flatten':
    case 'conv1x1':
    case 'pixelwise':
    case 'image-coupling':
      return layer.shape;
    case 'invert':
      return layer.of.kind === 'squeeze' ? layer.of.shape : takenShape(layer.of);
    default:
      throw new RangeError(`export: a level's first layer must take an image, got ${JSON.stringify(layer?.kind)}.`);
  }
}

const squeezedShape = ([height, width, channels]: ImageShape): ImageShape => [height / 2, width / 2, 4 * channels];

/** A level of a multi-scale layer: the image that its map takes, and the parts of it that are noise and that are not. */
export function levelShapes({ layers, noise }: MultiScaleLevelSpec): { whole: ImageShape; part: ImageShape } {
  const whole = takenShape(layers[0]);
  return { whole, part: noise === undefined ? whole : halfShape('channels', whole) };
}

/** Sides of a convnet's kernels: Glow's 3, 1, …, 1, 3 where the JSON leaves them out. */
export function kernelSides({ kernels, hidden }: { kernels?: number[]; hidden: number[] }): number[] {
  return kernels ?? [...hidden, 0].map((_, i) => (i === 0 || i === hidden.length ? 3 : 1));
}
