import type { Rng } from '#numerics';
import { unknownKind } from './build-errors.ts';
import { classGaussians } from './distributions/class-gaussians.ts';
import { conditionalGaussian } from './distributions/conditional-gaussian.ts';
import { diagonalGaussian } from './distributions/diagonal-gaussian.ts';
import { logistic } from './distributions/logistic.ts';
import { standardNormal } from './distributions/standard-normal.ts';
import { uniform } from './distributions/uniform.ts';
import type { BaseSpec } from './spec.ts';
import type { Distribution } from './types.ts';

type Kind = BaseSpec['kind'];
type SpecOf<K extends Kind> = Extract<BaseSpec, { kind: K }>;

/** One entry for each kind of base; the distributions check their own numbers. */
const builders: { readonly [K in Kind]: (spec: SpecOf<K>, rng: Rng) => Distribution } = {
  'standard-normal': ({ dimensions }) => standardNormal(dimensions),
  uniform: ({ dimensions, low, high }) => uniform({ dimensions, low, high }),
  logistic: ({ dimensions }) => logistic(dimensions),
  'diagonal-gaussian': ({ dimensions }) => diagonalGaussian(dimensions),
  'conditional-gaussian': ({ dimensions, context, hidden, activation }, rng) =>
    conditionalGaussian({ dimensions, context, hidden, activation, rng }),
  'class-gaussians': ({ dimensions, classes, weights, spread }, rng) =>
    classGaussians({ dimensions, classes, weights, spread, rng }),
};

/** @throws TypeError for a kind that does not exist, RangeError for a number out of range. */
export function buildBase(spec: BaseSpec, rng: Rng): Distribution {
  if (typeof spec?.kind !== 'string' || !Object.hasOwn(builders, spec.kind)) {
    throw unknownKind('base', spec, Object.keys(builders));
  }
  const build = builders[spec.kind] as (spec: BaseSpec, rng: Rng) => Distribution;
  return build(spec, rng);
}
