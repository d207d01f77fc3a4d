import type { ImageLayerSpec, MultiScaleLevelSpec } from '../../images/specs.ts';
import type { LayerSpec } from '../../spec.ts';
import { byKind, byName } from '../by-kind.ts';
import type { ByKind } from '../by-kind.ts';
import { halfShape, levelShapes } from '../image-sizes.ts';
import { brackets, literal, text } from '../layout.ts';
import { paramsPerDim } from '../params-per-dim.ts';
import { fullLinear, pluRotation } from './classes.ts';
import * as classes from './image-classes.ts';
import { imageConditionerToPython } from './image-conditioners.ts';
import { construct } from './python.ts';
import type { Python } from './python.ts';
import { transformerToPython } from './transformers.ts';

type Inner = (spec: LayerSpec) => Python;

const splits = { channels: classes.channelSplit, checkerboard: classes.checkerboardSplit };
const matrices = { full: fullLinear, plu: pluRotation };

const table: ByKind<ImageLayerSpec, [inner: Inner], Python> = {
  flatten: ({ shape }) => construct(classes.flatten, { shape: literal(shape) }),
  squeeze: ({ shape }) => construct(classes.squeeze, { shape: literal(shape) }),
  conv1x1: ({ shape, form }) =>
    construct(classes.pixelwise, {
      shape: literal(shape),
      of: construct(byName('form', matrices, form), { dimensions: literal(shape[2]) }),
    }),
  pixelwise: ({ shape, of }, inner) => construct(classes.pixelwise, { shape: literal(shape), of: inner(of) }),
  'image-coupling': ({ shape, split, keep, transformer, conditioner }) =>
    construct(classes.imageCoupling, {
      split: construct(byName('split', splits, split)),
      keep: literal(keep),
      transformer: transformerToPython(transformer),
      conditioner: imageConditionerToPython(conditioner, halfShape(split, shape), paramsPerDim(transformer)),
    }),
  'multi-scale': ({ levels }, inner) => {
    const parts = levels.map((level) => levelToPython(level, inner));
    return construct(classes.multiScale, { levels: brackets('[', parts, ']') });
  },
};

/** A layer of images, as the call that makes it; `inner` writes the layers inside it. */
export function imageLayerToPython(spec: ImageLayerSpec, inner: Inner): Python {
  return byKind('layer', table, spec, inner);
}

function levelToPython(level: MultiScaleLevelSpec, inner: Inner): Python {
  const { layers, noise, prior } = level;
  const { part } = levelShapes(level);
  return construct(classes.level, {
    map: brackets('Composition([', layers.map(inner), '])'),
    noise: noise === undefined ? text('None') : literal(noise),
    shape: literal(part),
    prior: prior ? imageConditionerToPython(prior, part, 2) : text('None'),
  });
}
