import * as tf from '#tf';
import type { Tensor2D } from '#tf';
import type { Rng } from '#numerics';
import { positiveInteger } from '../argument-checks.ts';
import type { Dequantizer, Flow } from '../types.ts';
import { bitsPerDim } from './bits-per-dim.ts';
import { explainLogProb } from './explain-log-prob.ts';

/** One summand of a score in bits per dimension, mean over rows and draws. `layer` as in a `LedgerTerm`. */
export type BitsTerm = { term: string; layer: number[]; bits: number };

/**
 * Where bits per dimension come from: −log p(y) term by term as `explainLogProb` has it, and last + log q(y | k) of the
 * dequantizer. The terms add up to bitsPerDim(−mean elbo, D) of `dequantizedBound` with the same rng and draws; no constant is
 * left out, so uniform data of L levels under a perfect model end at log₂ L.
 * @throws RangeError or TypeError if draws is no whole number ≥ 1.
 */
export function bitsLedger(
  flow: Pick<Flow, 'base' | 'bijection'>,
  dequantizer: Dequantizer,
  k: Tensor2D,
  rng: Rng,
  draws = 1,
  context?: Tensor2D,
): BitsTerm[] {
  const m = positiveInteger('bitsLedger: draws', draws);
  const d = k.shape[1];
  return tf.tidy(() => {
    const ledgers = Array.from({ length: m }, (_, draw) => {
      const { y, logQ } = dequantizer.draw(k, rng.stream(`draw ${draw}`));
      return [
        ...explainLogProb(flow, y, context),
        { term: 'dequantization −log q(y | k)', layer: [], values: tf.neg<tf.Tensor1D>(logQ) },
      ];
    });
    return ledgers[0]!.map(({ term, layer }, i) => {
      const nats = ledgers.map((ledger) => tf.mean(ledger[i]!.values).dataSync()[0]!);
      return { term, layer, bits: bitsPerDim(-nats.reduce((sum, value) => sum + value, 0) / m, d) };
    });
  });
}
