import type { PlanarActivation } from '../../bijections/planar.ts';
import type { ImageLayerSpec } from '../../images/specs.ts';
import type { LayerSpec } from '../../spec.ts';
import { byKind } from '../by-kind.ts';
import type { ByKind } from '../by-kind.ts';
import { batchNormEpsilon, batchNormMomentum } from '../constants.ts';
import { literal, text } from '../layout.ts';
import { paramsPerDim } from '../params-per-dim.ts';
import { conditionerToTypeScript } from './conditioners.ts';
import { continuousToTypeScript } from './continuous.ts';
import { imageLayerToTypeScript } from './image-layers.ts';
import { scaleToTypeScript, transformerToTypeScript } from './transformers.ts';
import { call, object } from './typescript.ts';
import type { TypeScript } from './typescript.ts';

const table: ByKind<LayerSpec, [rng: TypeScript], TypeScript> = {
  permutation: ({ order }) => call('permutation', literal(order)),
  'lu-linear': ({ dimensions }) => call('luLinear', literal(dimensions)),
  'plu-linear': ({ order, signs = order.map(() => 1) }) =>
    call('pluLinear', object({ order: literal(order), signs: literal(signs) })),
  'plu-rotation': ({ dimensions }, rng) => call('pluRotation', object({ dimensions: literal(dimensions), rng })),
  'full-linear': ({ dimensions, matrix }, rng) =>
    call('fullLinear', object({ dimensions: literal(dimensions), ...(matrix && { matrix: literal(matrix) }), rng })),
  householder: ({ dimensions, reflections }, rng) =>
    call('householder', object({ dimensions: literal(dimensions), reflections: literal(reflections), rng })),
  planar: ({ dimensions, activation = { kind: 'tanh' } }, rng) =>
    call(
      'planar',
      object({ dimensions: literal(dimensions), activation: byKind('activation', activations, activation), rng }),
    ),
  'amortised-planar': ({ dimensions, context, activation = { kind: 'tanh' } }, rng) =>
    call(
      'amortisedPlanar',
      object({
        dimensions: literal(dimensions),
        contextDimensions: literal(context),
        activation: byKind('activation', activations, activation),
        rng,
      }),
    ),
  'conditional-affine': ({ dimensions, context }, rng) =>
    call('conditionalAffine', object({ dimensions: literal(dimensions), contextDimensions: literal(context), rng })),
  radial: ({ dimensions }, rng) => call('radial', object({ dimensions: literal(dimensions), rng })),
  actnorm: ({ dimensions, deviation = 'unbiased' }) =>
    call('actnorm', literal(dimensions), object({ deviation: literal(deviation) })),
  'direct-actnorm': ({ dimensions, deviation = 'unbiased' }) =>
    call('directActnorm', literal(dimensions), object({ deviation: literal(deviation) })),
  'batch-norm': ({ dimensions, momentum = batchNormMomentum }) =>
    call(
      'batchNorm',
      object({
        dimensions: literal(dimensions),
        momentum: literal(momentum),
        epsilon: literal(batchNormEpsilon),
        scale: text('exponential', 'exponential'),
        variance: literal('biased'),
      }),
    ),
  coupling: ({ mask, transformer, conditioner }, rng) =>
    call(
      'coupling',
      object({
        mask: literal(mask),
        transformer: transformerToTypeScript(transformer),
        conditioner: conditionerToTypeScript(conditioner, [...mask.keys()], paramsPerDim(transformer), rng),
      }),
    ),
  'volume-preserving-coupling': ({ mask, scale, conditioner }, rng) =>
    call(
      'volumePreservingCoupling',
      object({
        mask: literal(mask),
        scale: scaleToTypeScript(scale),
        conditioner: conditionerToTypeScript(conditioner, [...mask.keys()], 2, rng),
      }),
    ),
  autoregressive: ({ order, transformer, conditioner }, rng) =>
    call(
      'autoregressive',
      object({
        order: literal(order),
        transformer: transformerToTypeScript(transformer),
        conditioner: conditionerToTypeScript(conditioner, order, paramsPerDim(transformer), rng),
      }),
    ),
  elementwise: ({ dimensions, transformer, theta }) =>
    call(
      'elementwise',
      object({
        dimensions: literal(dimensions),
        transformer: transformerToTypeScript(transformer),
        theta: literal(theta ?? zeros(dimensions, paramsPerDim(transformer))),
      }),
    ),
  logit: ({ dimensions, levels, alpha }) =>
    call('logit', object({ dimensions: literal(dimensions), levels: literal(levels), alpha: literal(alpha) })),
  continuous: continuousToTypeScript,
  flatten: image,
  squeeze: image,
  conv1x1: image,
  'multi-scale': image,
  pixelwise: image,
  'image-coupling': image,
  invert: ({ of }, rng) => call('invert', layerToTypeScript(of, rng)),
};

/** A layer, as the call that makes it; `rng` is the code of the stream that draws its initial weights. */
export function layerToTypeScript(spec: LayerSpec, rng: TypeScript): TypeScript {
  return byKind('layer', table, spec, rng);
}

function image(spec: ImageLayerSpec, rng: TypeScript): TypeScript {
  return imageLayerToTypeScript(spec, rng, layerToTypeScript);
}

const activations: ByKind<PlanarActivation, [], TypeScript> = {
  tanh: () => object({ kind: literal('tanh') }),
  'leaky-relu': ({ slope }) => object({ kind: literal('leaky-relu'), slope: literal(slope) }),
};

const zeros = (rows: number, columns: number): number[][] =>
  Array.from({ length: rows }, () => new Array<number>(columns).fill(0));
