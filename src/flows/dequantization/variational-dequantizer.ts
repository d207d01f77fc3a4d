import * as tf from '#tf';
import type { Tensor2D } from '#tf';
import { levelCount } from '../argument-checks.ts';
import { compose } from '../bijections/compose.ts';
import { elementwise } from '../bijections/elementwise.ts';
import { flow } from '../flow.ts';
import { sigmoid } from '../transformers/sigmoid.ts';
import type { Dequantizer, Flow } from '../types.ts';

export type VariationalDequantizerOptions = {
  /** Of the data: k is in 0 … levels − 1. */
  levels: number;
  /** A flow of D dimensions on ℝᴰ whose conditioners read a context [n, D]. */
  noise: Flow;
};

/**
 * Variational dequantization, Flow++ (https://arxiv.org/abs/1902.00275 §3.1): noise learned together with the model, so that what
 * is left between the bound and log P(k) shrinks.
 *
 * y = k + u,   u = σ(v),   v ~ noise(· | context = (2k + 1)/levels − 1);   log q(y | k) = log noise(v | k) − Σ log σ′(v), nats
 * Shapes: k, y [n, D];  logQ [n].  Parameters: those of `noise`.
 * @throws RangeError if levels < 2, or if `noise` does not know its size or has layers with state (actnorm, batch norm): noise has no
 *         first batch of data to start from, and its state would not be saved.
 */
export function variationalDequantizer({ levels, noise }: VariationalDequantizerOptions): Dequantizer {
  levelCount('variationalDequantizer: levels', levels);
  const { dimensions, bijection } = noise;
  if (dimensions === undefined) {
    throw new RangeError('variationalDequantizer: noise must have a number of dimensions, got a flow of any size.');
  }
  if ((bijection.state ?? []).length > 0) {
    throw new RangeError(
      `variationalDequantizer: noise must have layers without state, got ${bijection.state!.length} state variables; ` +
        'leave actnorm and batch norm out.',
    );
  }
  const inStep = flow(noise.base, compose([bijection, elementwise({ transformer: sigmoid(), dimensions })]));
  return {
    parameters: noise.parameters,
    draw(k, rng) {
      if (k.shape[1] !== dimensions) {
        throw new RangeError(`variationalDequantizer: k must have shape [n, ${dimensions}], got [${k.shape}].`);
      }
      return tf.tidy(() => {
        const context = tf.sub<Tensor2D>(tf.div(tf.add(tf.mul(k, 2), 1), levels), 1);
        const { x: u, logProb } = inStep.sampleAndLogProb(k.shape[0], rng, context);
        return { y: tf.add<Tensor2D>(k, u), logQ: logProb };
      });
    },
  };
}
