import * as tf from '#tf';
import type { GradSaveFunc, Scalar, Tensor, Tensor1D, Tensor2D } from '#tf';
import type { Rng } from '#numerics';
import { positiveInteger } from '../argument-checks.ts';
import { temperature } from './annealing.ts';
import type { Annealing } from './annealing.ts';
import type { Objective } from './objective.ts';

/** A density known up to its constant, p(x) ∝ exp(−U(x)), at rows of [n, d]. */
export interface UnnormalisedDensity {
  readonly dimensions: number;
  /** −U at every row, nats. */
  logUnnormalised(points: Float32Array): ArrayLike<number>;
  /** −∇U at every row, [n, d]. */
  score(points: Float32Array): ArrayLike<number>;
}

export type ReverseKlOptions = {
  target: UnnormalisedDensity;
  /** Samples of the flow a step. */
  batchSize: number;
  /** Draws them; step k from its own stream. */
  rng: Rng;
  /** Begins with a flatter energy β·U; without it β = 1 throughout. */
  annealing?: Annealing | undefined;
};

/**
 * The reverse KL divergence to an energy, up to log Z: mean log q(x) + U(x) over samples x of the flow, nats, with gradients through
 * the samples (https://arxiv.org/abs/1505.05770 §4.2). No data are needed, and the best possible value is −log Z.
 *
 * With annealing the energy is β·U with β rising to 1 (ibid. §6.1): where U has several modes, a flow that starts on a steep U
 * settles in those it meets first. Losses of steps with β < 1 are those of the flatter density.
 * @throws RangeError if batchSize is no whole number ≥ 1, or the annealing is out of range; at the first step if flow and target
 *         differ in size.
 */
export function reverseKl({ target, batchSize, rng, annealing }: ReverseKlOptions): Objective {
  const n = positiveInteger('reverseKl: batchSize', batchSize);
  const betaAt = temperature('reverseKl: annealing', annealing);
  return (flow, step) => {
    if (flow.dimensions !== undefined && flow.dimensions !== target.dimensions) {
      throw new RangeError(`reverseKl: the target has ${target.dimensions} dimensions, the flow ${flow.dimensions}.`);
    }
    const trained = flow.training ?? flow;
    const beta = betaAt(step);
    return () => {
      const { x, logProb } = trained.sampleAndLogProb(n, rng.stream(`step ${step}`));
      const logTarget = logUnnormalised(target, x);
      return tf.mean<Scalar>(tf.sub(logProb, beta === 1 ? logTarget : tf.mul(logTarget, beta)));
    };
  };
}

/**
 * −U at every row as an operation whose gradient is the target's own score. Shapes: [n, d] → [n].
 * Needs a backend that can be read synchronously (cpu, wasm, webgl).
 */
export function logUnnormalised(target: UnnormalisedDensity, x: Tensor2D): Tensor1D {
  const op = tf.customGrad((input, save) => {
    const points = (input as Tensor2D).dataSync<'float32'>();
    (save as GradSaveFunc)([tf.tensor2d(Float32Array.from(target.score(points)), x.shape)]);
    return {
      value: tf.tensor1d(Float32Array.from(target.logUnnormalised(points))),
      gradFunc: (dy: Tensor, saved: Tensor[]) => tf.mul(tf.expandDims(dy, 1), saved[0]!),
    };
  });
  return op(x) as Tensor1D;
}
