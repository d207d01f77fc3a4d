import type { BaseSpec } from '../../spec.ts';
import { byKind } from '../by-kind.ts';
import type { ByKind } from '../by-kind.ts';
import { evenWeights } from '../constants.ts';
import { literal } from '../layout.ts';
import * as classes from './base-classes.ts';
import { activationToPython } from './conditioners.ts';
import { construct } from './python.ts';
import type { Python } from './python.ts';

const table: ByKind<BaseSpec, [], Python> = {
  'standard-normal': ({ dimensions }) => construct(classes.standardNormal, { dimensions: literal(dimensions) }),
  uniform: ({ dimensions, low = 0, high = 1 }) =>
    construct(classes.uniform, { dimensions: literal(dimensions), low: literal(low), high: literal(high) }),
  logistic: ({ dimensions }) => construct(classes.logistic, { dimensions: literal(dimensions) }),
  'diagonal-gaussian': ({ dimensions }) => construct(classes.diagonalGaussian, { dimensions: literal(dimensions) }),
  'conditional-gaussian': ({ dimensions, context, hidden, activation }) =>
    construct(classes.conditionalGaussian, {
      dimensions: literal(dimensions),
      context: literal(context),
      hidden: literal(hidden),
      activation: activationToPython(activation),
    }),
  'class-gaussians': ({ dimensions, classes: count, weights = evenWeights(count) }) =>
    construct(classes.classGaussians, { dimensions: literal(dimensions), weights: literal(weights) }),
};

/** A base distribution, as the call that makes it. */
export function baseToPython(spec: BaseSpec): Python {
  return byKind('base', table, spec);
}
