import type { Rng } from '#numerics';
import { list, unknownKind } from './argument-checks.ts';
import { buildTransformer } from './build-transformer.ts';
import { actnorm } from './bijections/actnorm.ts';
import { compose } from './bijections/compose.ts';
import { checkParameters, coupling } from './bijections/coupling.ts';
import { elementwise } from './bijections/elementwise.ts';
import { invert } from './bijections/invert.ts';
import { luLinear } from './bijections/lu-linear.ts';
import { permutation } from './bijections/permutation.ts';
import { mlp } from './conditioners/mlp.ts';
import { standardNormal } from './distributions/standard-normal.ts';
import { parameterCount } from './fitting/parameter-vector.ts';
import { flow } from './flow.ts';
import type { BaseSpec, ConditionerSpec, FlowSpec, LayerSpec } from './spec.ts';
import type { Bijection, Composition, Conditioner, Distribution, Flow } from './types.ts';

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
 * added at the end leaves the others' weights as they were.
 * @throws TypeError for a kind or type that does not exist, RangeError for a value out of range; both name layer, argument and value.
 */
export function buildFlow(spec: FlowSpec, rng: Rng): SpecifiedFlow {
  const base = located('base', () => buildBase(spec.base));
  const layers = list('buildFlow: layers', spec.layers).map((layer, i) =>
    located(`layers[${i}]`, () => buildLayer(layer, rng.stream(`layer ${i}`))),
  );
  const bijection = located('layers', () => compose(layers));
  return {
    ...located('base and layers', () => flow(base, bijection)),
    bijection,
    spec: structuredClone(spec),
  };
}

/** One line for each layer, z side first, for views. */
export function describeLayers({ spec, bijection }: Pick<SpecifiedFlow, 'spec' | 'bijection'>): LayerDescription[] {
  return bijection.layers.map(({ name, parameters }, i) => ({
    name,
    kind: spec.layers[i]!.kind,
    parameters: parameterCount(parameters),
  }));
}

function buildBase(spec: BaseSpec): Distribution {
  if (spec?.kind !== 'standard-normal') throw unknownKind('base', spec, ['standard-normal']);
  return standardNormal(spec.dimensions);
}

function buildLayer(spec: LayerSpec, rng: Rng): Bijection {
  switch (spec?.kind) {
    case 'permutation':
      return permutation(spec.order);
    case 'lu-linear':
      return luLinear(spec.dimensions);
    case 'actnorm':
      return actnorm(spec.dimensions);
    case 'coupling': {
      const transformer = buildTransformer(spec.transformer);
      checkParameters(transformer);
      const dimensions = list('coupling: mask', spec.mask).length;
      const conditioner = buildConditioner(spec.conditioner, dimensions, transformer.paramsPerDim, rng);
      return coupling({ mask: spec.mask, conditioner, transformer });
    }
    case 'elementwise':
      return elementwise({ ...spec, transformer: buildTransformer(spec.transformer) });
    case 'invert':
      return invert(buildLayer(spec.of, rng));
    default:
      throw unknownKind('layer', spec, ['permutation', 'lu-linear', 'actnorm', 'coupling', 'elementwise', 'invert']);
  }
}

function buildConditioner(spec: ConditionerSpec, dimensions: number, paramsPerDim: number, rng: Rng): Conditioner {
  if (spec?.kind !== 'mlp') throw unknownKind('conditioner', spec, ['mlp']);
  return mlp({
    dimensions,
    paramsPerDim,
    hidden: spec.hidden,
    activation: spec.activation,
    rng,
  });
}

/** Runs one part of the build; an error it throws says where in the JSON it came from. */
function located<T>(where: string, build: () => T): T {
  try {
    return build();
  } catch (error) {
    if (error instanceof Error) error.message = `buildFlow: ${where}: ${error.message}`;
    throw error;
  }
}
