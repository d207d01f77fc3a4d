import type { PlanarActivation } from '../../bijections/planar.ts';
import type { ImageLayerSpec } from '../../images/specs.ts';
import type { LayerSpec } from '../../spec.ts';
import { byKind } from '../by-kind.ts';
import type { ByKind } from '../by-kind.ts';
import { batchNormEpsilon, logitMargin, luEpsilon, planarRoots, radialFloor } from '../constants.ts';
import { literal } from '../layout.ts';
import { paramsPerDim } from '../params-per-dim.ts';
import * as classes from './classes.ts';
import { conditionerToPython } from './conditioners.ts';
import { imageLayerToPython } from './image-layers.ts';
import { continuousToPython } from './continuous.ts';
import { construct } from './python.ts';
import type { Python } from './python.ts';
import { scaleToPython, transformerToPython } from './transformers.ts';

const table: ByKind<LayerSpec, [], Python> = {
  permutation: ({ order }) => construct(classes.permutation, { order: literal(order) }),
  'lu-linear': ({ dimensions }) =>
    construct(classes.luLinear, { dimensions: literal(dimensions), epsilon: literal(luEpsilon) }),
  'plu-linear': ({ order, signs = order.map(() => 1) }) =>
    construct(classes.pluLinear, { order: literal(order), signs: literal(signs) }),
  'plu-rotation': ({ dimensions }) => construct(classes.pluRotation, { dimensions: literal(dimensions) }),
  'full-linear': ({ dimensions }) => construct(classes.fullLinear, { dimensions: literal(dimensions) }),
  householder: ({ dimensions, reflections }) =>
    construct(classes.householder, { dimensions: literal(dimensions), reflections: literal(reflections) }),
  planar: ({ dimensions, activation = { kind: 'tanh' } }) =>
    construct(classes.planar, { dimensions: literal(dimensions), ridge: byKind('activation', ridges, activation) }),
  'amortised-planar': ({ dimensions, context, activation = { kind: 'tanh' } }) =>
    construct(classes.amortisedPlanar, {
      dimensions: literal(dimensions),
      context: literal(context),
      ridge: byKind('activation', ridges, activation),
    }),
  'conditional-affine': ({ dimensions, context }) =>
    construct(classes.conditionalAffine, { dimensions: literal(dimensions), context: literal(context) }),
  radial: ({ dimensions }) =>
    construct(classes.radial, { dimensions: literal(dimensions), floor: literal(radialFloor) }),
  actnorm: ({ dimensions }) => construct(classes.actnorm, { dimensions: literal(dimensions) }),
  'direct-actnorm': ({ dimensions }) => construct(classes.directActnorm, { dimensions: literal(dimensions) }),
  'batch-norm': ({ dimensions }) =>
    construct(classes.batchNorm, { dimensions: literal(dimensions), epsilon: literal(batchNormEpsilon) }),
  coupling: ({ mask, transformer, conditioner }) =>
    construct(classes.coupling, {
      mask: literal(mask),
      transformer: transformerToPython(transformer),
      conditioner: conditionerToPython(conditioner, [...mask.keys()], paramsPerDim(transformer)),
    }),
  'volume-preserving-coupling': ({ mask, scale, conditioner }) =>
    construct(classes.volumePreservingCoupling, {
      mask: literal(mask),
      scale: scaleToPython(scale),
      conditioner: conditionerToPython(conditioner, [...mask.keys()], 2),
    }),
  autoregressive: ({ order, transformer, conditioner }) =>
    construct(classes.autoregressive, {
      order: literal(order),
      transformer: transformerToPython(transformer),
      conditioner: conditionerToPython(conditioner, order, paramsPerDim(transformer)),
    }),
  elementwise: ({ dimensions, transformer }) =>
    construct(classes.elementwise, {
      dimensions: literal(dimensions),
      transformer: transformerToPython(transformer),
    }),
  logit: ({ levels, alpha }) =>
    construct(classes.logit, {
      levels: literal(levels),
      alpha: literal(alpha),
      margin: literal(logitMargin(alpha)),
    }),
  continuous: continuousToPython,
  flatten: image,
  squeeze: image,
  conv1x1: image,
  'multi-scale': image,
  pixelwise: image,
  'image-coupling': image,
  invert: ({ of }) => construct(classes.inverted, { of: layerToPython(of) }),
};

/** A layer, as the call that makes it. */
export function layerToPython(spec: LayerSpec): Python {
  return byKind('layer', table, spec);
}

function image(spec: ImageLayerSpec): Python {
  return imageLayerToPython(spec, layerToPython);
}

const ridges: ByKind<PlanarActivation, [], Python> = {
  tanh: () =>
    construct(classes.tanhRidge, {
      tolerance: literal(planarRoots.tolerance),
      steps: literal(planarRoots.steps),
    }),
  'leaky-relu': ({ slope }) => construct(classes.leakyRidge, { slope: literal(slope) }),
};
