import * as tf from '#tf';
import type { Tensor, Tensor2D } from '#tf';
import type { Flow, LedgerTerm } from '../types.ts';
import { explainInverse } from './explain-inverse.ts';

/**
 * Where log p(x) comes from, term by term: the base's parts at z = f⁻¹(x), then every layer's log-det in reading order, the
 * layer at the data last. A layer that is made of layers, or of several constants, gives several terms.
 *
 * log p(x) = log p_Z(z) + Σ log|det ∂f_i⁻¹/∂x_i|, nats;  `values` [n] of all terms add up to flow.logProb(x), but for the rounding
 * of float32 in another order of summation: 1e-6 of the terms' magnitudes.
 */
export function explainLogProb<Z extends Tensor, X extends Tensor>(
  { base, bijection }: Pick<Flow<Z, X>, 'base' | 'bijection'>,
  x: X,
  context?: Tensor2D,
): LedgerTerm[] {
  return tf.tidy(() => {
    const { z, terms } = explainInverse(bijection as object as Parameters<typeof explainInverse>[0], x, context);
    const named = base.explain?.(z as Z, context);
    const ofBase = named ?? [{ term: 'base', layer: [], values: base.logProb(z as Z, context) }];
    return [...ofBase, ...terms];
  });
}
