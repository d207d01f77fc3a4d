import type { Tensor } from '#tf';
import type { Rng } from '#numerics';
import { binaryMask, list, permutationOrder } from './argument-checks.ts';
import { buildScale, buildTransformer } from './build-transformer.ts';
import { actnorm } from './bijections/actnorm.ts';
import { amortisedPlanar } from './bijections/amortised-planar.ts';
import { autoregressive } from './bijections/autoregressive.ts';
import { batchNorm } from './bijections/batch-norm.ts';
import { compose } from './bijections/compose.ts';
import { conditionalAffine } from './bijections/conditional-affine.ts';
import { checkParameters, coupling } from './bijections/coupling.ts';
import { directActnorm } from './bijections/direct-actnorm.ts';
import { fullLinear } from './bijections/full-linear.ts';
import { elementwise } from './bijections/elementwise.ts';
import { logit } from './bijections/logit.ts';
import { householder } from './bijections/householder.ts';
import { invert } from './bijections/invert.ts';
import { luLinear } from './bijections/lu-linear.ts';
import { permutation } from './bijections/permutation.ts';
import { volumePreservingCoupling } from './bijections/volume-preserving-coupling.ts';
import { buildBase } from './build-base.ts';
import { buildConditioner, buildMaskedConditioner } from './build-conditioner.ts';
import { located, unknownKind } from './build-errors.ts';
import { buildImageLayer, imageLayerKinds, isImageLayer } from './images/build-image-layer.ts';
import type { ImageLayerSpec } from './images/specs.ts';
import { buildContinuous } from './continuous/build.ts';
import { planar } from './bijections/planar.ts';
import { pluLinear } from './bijections/plu-linear.ts';
import { pluRotation } from './bijections/plu-rotation.ts';
import { radial } from './bijections/radial.ts';
import { allOrNothing } from './make-variable.ts';
import { parameterCount } from './fitting/parameter-vector.ts';
import { flow } from './flow.ts';
import type { FlowSpec, LayerSpec } from './spec.ts';
import type { Bijection, Composition, Flow } from './types.ts';

/** A flow that knows the JSON it was built from. */
export type SpecifiedFlow = Flow & {
  readonly bijection: Composition;
  readonly spec: FlowSpec;
};
export type LayerDescription = {
  name: string;
  kind: LayerSpec['kind'];
  parameters: number;
};

/**
 * Builds the flow that the JSON describes. Every layer draws its initial weights from its own stream of `rng`, so a layer
 * added at the end leaves the others' weights as they were. What is refused leaves no variable behind.
 * @throws TypeError for a kind or type that does not exist, RangeError for a value out of range; both name layer, argument and value.
 */
export function buildFlow(spec: FlowSpec, rng: Rng): SpecifiedFlow {
  return allOrNothing(() => {
    if (spec === null || typeof spec !== 'object') {
      throw new TypeError(`buildFlow: spec must be an object { base, layers }, got ${JSON.stringify(spec)}.`);
    }
    const base = located('base', () => buildBase(spec.base, rng.stream('base')));
    const layers = list('buildFlow: layers', spec.layers).map((layer, i) =>
      located(`layers[${i}]`, () => buildLayer(layer, rng.stream(`layer ${i}`))),
    );
    const bijection = located('layers', () => flatAtTheEdge(compose(layers)));
    return {
      ...located('base and layers', () => flow(base, bijection)),
      bijection,
      spec: structuredClone(spec),
    };
  });
}

/** Images live inside a flow; outside, z and x are rows of numbers. */
function flatAtTheEdge(bijection: Composition): Composition {
  const { z = [], x = [] } = bijection.events ?? {};
  if (z.length > 1 || x.length > 1) {
    throw new RangeError(
      `z and x of a flow are vectors, but the layers take events of shape [${z}] and give [${x}]; ` +
        `put a flatten layer last and, where no multi-scale layer comes first, its inverse first.`,
    );
  }
  return bijection;
}

/** One line for each layer, z side first, for views. */
export function describeLayers({ spec, bijection }: Pick<SpecifiedFlow, 'spec' | 'bijection'>): LayerDescription[] {
  return bijection.layers.map(({ name, parameters }, i) => ({
    name,
    kind: spec.layers[i]!.kind,
    parameters: parameterCount(parameters),
  }));
}

const layerKinds: LayerSpec['kind'][] = [
  'permutation',
  'lu-linear',
  'plu-linear',
  'plu-rotation',
  'full-linear',
  'householder',
  'planar',
  'amortised-planar',
  'conditional-affine',
  'radial',
  'actnorm',
  'direct-actnorm',
  'batch-norm',
  'coupling',
  'volume-preserving-coupling',
  'autoregressive',
  'elementwise',
  'logit',
  'continuous',
  'invert',
  ...imageLayerKinds,
];

function buildLayer(spec: LayerSpec, rng: Rng): Bijection<Tensor> {
  if (isImageLayer(spec)) return buildImageLayer(spec, rng, buildLayer);
  return buildVectorLayer(spec, rng) as Bijection<Tensor>;
}

function buildVectorLayer(spec: Exclude<LayerSpec, ImageLayerSpec>, rng: Rng): Bijection | Bijection<Tensor> {
  switch (spec?.kind) {
    case 'permutation':
      return permutation(spec.order);
    case 'lu-linear':
      return luLinear(spec.dimensions);
    case 'plu-linear':
      return pluLinear(spec);
    case 'plu-rotation':
      return pluRotation({ dimensions: spec.dimensions, rng });
    case 'full-linear':
      return fullLinear({ dimensions: spec.dimensions, matrix: spec.matrix, rng });
    case 'householder':
      return householder({ dimensions: spec.dimensions, reflections: spec.reflections, rng });
    case 'planar':
      return planar({ dimensions: spec.dimensions, activation: spec.activation, rng });
    case 'amortised-planar':
      return amortisedPlanar({ ...spec, contextDimensions: spec.context, rng });
    case 'conditional-affine':
      return conditionalAffine({ ...spec, contextDimensions: spec.context, rng });
    case 'radial':
      return radial({ dimensions: spec.dimensions, rng });
    case 'actnorm':
      return actnorm(spec.dimensions, { deviation: spec.deviation });
    case 'direct-actnorm':
      return directActnorm(spec.dimensions, { deviation: spec.deviation });
    case 'batch-norm':
      return batchNorm({ dimensions: spec.dimensions, momentum: spec.momentum });
    case 'coupling': {
      const transformer = buildTransformer(spec.transformer);
      checkParameters('coupling', transformer);
      const dimensions = binaryMask('coupling: mask', spec.mask).length;
      const conditioner = buildConditioner(spec.conditioner, dimensions, transformer.paramsPerDim, rng);
      return coupling({ mask: spec.mask, conditioner, transformer });
    }
    case 'volume-preserving-coupling': {
      const dimensions = binaryMask('volume-preserving-coupling: mask', spec.mask).length;
      const conditioner = buildConditioner(spec.conditioner, dimensions, 2, rng);
      return volumePreservingCoupling({ mask: spec.mask, conditioner, scale: buildScale(spec.scale) });
    }
    case 'autoregressive': {
      const transformer = buildTransformer(spec.transformer);
      checkParameters('autoregressive', transformer);
      const order = permutationOrder('autoregressive: order', spec.order);
      const conditioner = buildMaskedConditioner(spec.conditioner, order, transformer.paramsPerDim, rng);
      return autoregressive({ order, conditioner, transformer });
    }
    case 'elementwise':
      return elementwise({ ...spec, transformer: buildTransformer(spec.transformer) });
    case 'logit':
      return logit(spec);
    case 'continuous':
      return buildContinuous(spec, rng);
    case 'invert':
      return invert(buildLayer(spec.of, rng));
    default:
      throw unknownKind('layer', spec, layerKinds);
  }
}
