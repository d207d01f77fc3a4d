import { list, positiveNumber } from './argument-checks.ts';
import { unknownKind } from './build-errors.ts';
import type { ScaleSpec, TransformerSpec } from './spec.ts';
import { additiveTransformer } from './transformers/additive.ts';
import { affineTransformer } from './transformers/affine.ts';
import { chainTransformers } from './transformers/chain-transformers.ts';
import { cauchyCdf } from './transformers/cauchy-cdf.ts';
import { exponentialMap } from './transformers/exponential-map.ts';
import { hyperbolicTangent } from './transformers/hyperbolic-tangent.ts';
import { leakyRelu } from './transformers/leaky-relu.ts';
import { linearSpline } from './transformers/linear-spline.ts';
import { invertTransformer } from './transformers/invert-transformer.ts';
import { mixtureCdf } from './transformers/mixture-cdf.ts';
import { gaussianFamily, logisticFamily } from './transformers/mixture-components.ts';
import type { MixtureFamily } from './transformers/mixture-components.ts';
import { quadraticSpline } from './transformers/quadratic-spline.ts';
import { rationalQuadraticSpline } from './transformers/rational-quadratic-spline.ts';
import { exponential, sigmoidGate, softClamp, softClip } from './transformers/scale-maps.ts';
import type { ScaleMap } from './transformers/scale-maps.ts';
import { shiftFirstAffineTransformer } from './transformers/shift-first-affine.ts';
import { sigmoid } from './transformers/sigmoid.ts';
import { softsign } from './transformers/softsign.ts';
import type { Interval } from './transformers/spline-bins.ts';
import type { Transformer } from './types.ts';

type Kind = TransformerSpec['kind'];
type SpecOf<K extends Kind> = Extract<TransformerSpec, { kind: K }>;

/** One entry for each kind of transformer; the transformers check their own numbers. */
const builders: { readonly [K in Kind]: (spec: SpecOf<K>) => Transformer } = {
  additive: () => additiveTransformer,
  affine: ({ scale }) => affineTransformer({ scale: buildScale(scale) }),
  'shift-first-affine': ({ scale }) => shiftFirstAffineTransformer({ scale: buildScale(scale) }),
  'linear-spline': ({ bins, interval }) => linearSpline({ bins, interval: pair('linear-spline: interval', interval) }),
  'quadratic-spline': ({ bins, interval, ends = 'linear' }) =>
    quadraticSpline({ bins, interval: pair('quadratic-spline: interval', interval), ends }),
  'rational-quadratic-spline': ({ bins, interval, ends = 'linear' }) =>
    rationalQuadraticSpline({ bins, interval: pair('rational-quadratic-spline: interval', interval), ends }),
  'logistic-mixture': (spec) => buildMixture(logisticFamily, spec),
  'gaussian-mixture': (spec) => buildMixture(gaussianFamily, spec),
  'leaky-relu': ({ slope }) => leakyRelu({ slope: positiveNumber('leakyRelu: slope', slope) }),
  sigmoid: ({ temperature = 1 }) => sigmoid({ temperature }),
  tanh: () => hyperbolicTangent,
  exp: () => exponentialMap,
  chain: ({ of }) => chainTransformers(list('chain: of', of).map(buildTransformer)),
  softsign: ({ bound = 1 }) => softsign({ bound }),
  'cauchy-cdf': () => cauchyCdf,
  invert: ({ of }) => invertTransformer(buildTransformer(of)),
};

/** @throws TypeError for a kind that does not exist, RangeError for a number out of range. */
export function buildTransformer(spec: TransformerSpec): Transformer {
  if (typeof spec?.kind !== 'string' || !Object.hasOwn(builders, spec.kind)) {
    throw unknownKind('transformer', spec, Object.keys(builders));
  }
  const build = builders[spec.kind] as (spec: TransformerSpec) => Transformer;
  return build(spec);
}

function buildMixture(
  family: MixtureFamily,
  { components, spread, logScale }: SpecOf<'logistic-mixture' | 'gaussian-mixture'>,
): Transformer {
  return mixtureCdf({
    family,
    components,
    ...(spread !== undefined && { spread }),
    ...(logScale !== undefined && { logScale: buildScale(logScale) }),
  });
}

/** @throws TypeError for a kind that does not exist, RangeError for a bound out of range. */
export function buildScale(spec: ScaleSpec): ScaleMap {
  switch (spec?.kind) {
    case 'exp':
      return exponential;
    case 'tanh':
      return softClamp(positiveNumber('scale: bound', spec.bound));
    case 'soft-clip':
      return softClip(positiveNumber('scale: bound', spec.bound));
    case 'sigmoid-gate':
      return sigmoidGate({ shift: spec.shift ?? 2, floor: spec.floor ?? 0 });
    default:
      throw unknownKind('scale', spec, ['exp', 'tanh', 'soft-clip', 'sigmoid-gate']);
  }
}

function pair(where: string, interval: readonly number[]): Interval {
  const [left, right, ...rest] = list(where, interval);
  if (typeof left !== 'number' || typeof right !== 'number' || rest.length > 0) {
    throw new RangeError(`${where} must be two numbers, got ${JSON.stringify(interval)}.`);
  }
  return [left, right];
}
