import * as tf from '#tf';
import { normals } from '#numerics';
import type { Distribution } from '../types.ts';
import { positiveInteger } from '../argument-checks.ts';
import { fromTerms } from './from-terms.ts';
import { gaussianConstant } from './gaussian-terms.ts';

/** N(0, I) in d dimensions: log p(z) = −½ Σ z² − ½ d log 2π, nats. */
export function standardNormal(dimensions: number): Distribution {
  const d = positiveInteger('standardNormal: dimensions', dimensions);
  return fromTerms('standardNormal', {
    dimensions: d,
    parameters: [],
    sample: (n, rng) => tf.tensor2d(normals(rng, n * d), [n, d]),
    terms: (z) => ({
      'exponent −½ Σ z²': tf.mul(tf.sum(tf.square(z), 1), -0.5),
      'constant −½ D log 2π': gaussianConstant(d),
    }),
  });
}
