import type { ImageShape } from '../../images/image-shape.ts';
import type { ImageConditionerSpec } from '../../images/specs.ts';
import { byKind } from '../by-kind.ts';
import type { ByKind } from '../by-kind.ts';
import { layerNormEpsilon } from '../constants.ts';
import { kernelSides } from '../image-sizes.ts';
import { literal } from '../layout.ts';
import { activationToPython } from './conditioners.ts';
import * as classes from './image-classes.ts';
import { construct } from './python.ts';
import type { Python } from './python.ts';

/** `shape` is that of the image that is read; the one that is moved has as many channels. */
type Rest = [shape: ImageShape, paramsPerDim: number];

const table: ByKind<ImageConditionerSpec, Rest, Python> = {
  convnet: (spec, [, , channels], paramsPerDim) =>
    construct(classes.convnet, {
      inputs: literal(channels),
      context: literal(spec.context ?? 0),
      hidden: literal(spec.hidden),
      kernels: literal(kernelSides(spec)),
      activation: activationToPython(spec.activation),
      gain: literal(spec.gain ?? 'learned'),
      channels: literal(channels),
      params_per_dim: literal(paramsPerDim),
    }),
  'rescaled-tanh': ({ of }, shape, paramsPerDim) =>
    construct(classes.rescaledTanh, {
      of: imageConditionerToPython(of, shape, paramsPerDim),
      channels: literal(shape[2]),
    }),
  'gated-convnet': (spec, shape, paramsPerDim) =>
    construct(classes.gatedConvnet, {
      shape: literal(shape),
      context: literal(spec.context ?? 0),
      context_layout: literal(spec.contextLayout ?? 'vector'),
      filters: literal(spec.filters),
      blocks: literal(spec.blocks),
      heads: literal(spec.heads),
      epsilon: literal(layerNormEpsilon),
      channels: literal(shape[2]),
      params_per_dim: literal(paramsPerDim),
    }),
};

/** A conditioner of images, as the call that makes it. */
export function imageConditionerToPython(spec: ImageConditionerSpec, ...rest: Rest): Python {
  return byKind('conditioner', table, spec, ...rest);
}
