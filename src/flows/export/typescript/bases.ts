import type { BaseSpec } from '../../spec.ts';
import { byKind } from '../by-kind.ts';
import type { ByKind } from '../by-kind.ts';
import { classSpread, evenWeights } from '../constants.ts';
import { literal } from '../layout.ts';
import { call, object } from './typescript.ts';
import type { TypeScript } from './typescript.ts';

const table: ByKind<BaseSpec, [rng: TypeScript], TypeScript> = {
  'standard-normal': ({ dimensions }) => call('standardNormal', literal(dimensions)),
  uniform: ({ dimensions, low = 0, high = 1 }) =>
    call('uniform', object({ dimensions: literal(dimensions), low: literal(low), high: literal(high) })),
  logistic: ({ dimensions }) => call('logistic', literal(dimensions)),
  'diagonal-gaussian': ({ dimensions }) => call('diagonalGaussian', literal(dimensions)),
  'conditional-gaussian': ({ dimensions, context, hidden, activation }, rng) =>
    call(
      'conditionalGaussian',
      object({
        dimensions: literal(dimensions),
        context: literal(context),
        hidden: literal(hidden),
        activation: literal(activation),
        rng,
      }),
    ),
  'class-gaussians': ({ dimensions, classes, weights = evenWeights(classes), spread = classSpread }, rng) =>
    call(
      'classGaussians',
      object({
        dimensions: literal(dimensions),
        classes: literal(classes),
        weights: literal(weights),
        spread: literal(spread),
        rng,
      }),
    ),
};

/** A base distribution, as the call that makes it; `rng` is the code of the stream that draws its initial weights. */
export function baseToTypeScript(spec: BaseSpec, rng: TypeScript): TypeScript {
  return byKind('base', table, spec, rng);
}
