import type { ImageConditionerSpec, ImageLayerSpec } from '../../images/specs.ts';
import type { LayerSpec } from '../../spec.ts';
import { byKind, byName } from '../by-kind.ts';
import type { ByKind } from '../by-kind.ts';
import { halfShape, kernelSides } from '../image-sizes.ts';
import { literal } from '../layout.ts';
import { paramsPerDim } from '../params-per-dim.ts';
import { activationToPython } from './conditioners.ts';
import * as classes from './image-classes.ts';
import { construct } from './python.ts';
import type { Python } from './python.ts';
import { transformerToPython } from './transformers.ts';

const splits = { channels: classes.channelSplit, checkerboard: classes.checkerboardSplit };

const table: ByKind<ImageLayerSpec, [inner: (spec: LayerSpec) => Python], Python> = {
  flatten: ({ shape }) => construct(classes.flatten, { shape: literal(shape) }),
  squeeze: ({ shape }) => construct(classes.squeeze, { shape: literal(shape) }),
  pixelwise: ({ shape, of }, inner) => construct(classes.pixelwise, { shape: literal(shape), of: inner(of) }),
  'image-coupling': ({ shape, split, keep, transformer, conditioner }) =>
    construct(classes.imageCoupling, {
      split: construct(byName('split', splits, split)),
      keep: literal(keep),
      transformer: transformerToPython(transformer),
      conditioner: byKind(
        'conditioner',
        conditioners,
        conditioner,
        halfShape(split, shape)[2],
        paramsPerDim(transformer),
      ),
    }),
};

/** A layer of images, as the call that makes it; `inner` writes the layers inside it. */
export function imageLayerToPython(spec: ImageLayerSpec, inner: (spec: LayerSpec) => Python): Python {
  return byKind('layer', table, spec, inner);
}

const conditioners: ByKind<ImageConditionerSpec, [channels: number, paramsPerDim: number], Python> = {
  convnet: (spec, channels, perDim) =>
    construct(classes.convnet, {
      inputs: literal(channels),
      context: literal(spec.context ?? 0),
      hidden: literal(spec.hidden),
      kernels: literal(kernelSides(spec)),
      activation: activationToPython(spec.activation),
      gain: literal(spec.gain ?? 'learned'),
      channels: literal(channels),
      params_per_dim: literal(perDim),
    }),
};
