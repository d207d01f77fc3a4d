import * as tf from '#tf';
import type { Scalar, Tensor, Variable } from '#tf';
import type { Objective } from './objective.ts';
import { adam } from './adam.ts';
import type { Adam } from './adam.ts';
import { parameterCount, readVector, writeVector } from './parameter-vector.ts';
import { stateOf } from './trainable.ts';
import type { Trainable } from './trainable.ts';
import { TrainingDiverged } from './training-diverged.ts';

export type FitOptions = {
  /** Updates to do; without it, until the caller stops. */
  steps?: number;
  /** A number, or a function of the step that is asked anew each time, so that a session can tune it. Default 1e-3. */
  learningRate?: number | ((step: number) => number);
  /** The gradient is scaled down to this global norm when it is longer. Default: no limit. */
  clipNorm?: number;
  /** Pass one to keep its state, or to go on from a restored one. */
  optimiser?: Adam;
};

/** Loss (nats) and gradient norm (before clipping) at the weights this step started from. */
export type FitStep = { step: number; loss: number; gradientNorm: number };

/**
 * Lowers an objective by Adam: one update for every value asked of the generator.
 *
 * `objective(model, step)` is called inside a tidy: tensors it makes are freed with the step. Steps are numbered from 1, or
 * go on from the optimiser's.
 * @throws TrainingDiverged on a loss or gradient that is not finite; weights, state and optimiser then stand where they last
 *         were good.
 */
export async function* minimise<Model extends Trainable>(
  model: Model,
  objective: Objective<Model>,
  { steps = Infinity, learningRate = 1e-3, clipNorm = Infinity, optimiser }: FitOptions = {},
): AsyncGenerator<FitStep, void, undefined> {
  const { parameters } = model;
  const size = parameterCount(parameters);
  if (size === 0) throw new RangeError('minimise: the model has no parameters to train.');
  const optimise = optimiser ?? adam({ size });
  const rateAt = typeof learningRate === 'function' ? learningRate : () => learningRate;

  const gradient = new Float32Array(size);
  const state = stateOf(model);
  const good = { theta: readVector(parameters), state: readVector(state), optimiser: optimise.save() };
  const theta = good.theta.slice();
  const last = optimise.step + steps;

  while (optimise.step < last) {
    const step = optimise.step + 1;
    const loss = tf.tidy(() => {
      const lossAtTheta = objective(model, step);
      if (step === 1) {
        // Layers may have started from the first batch.
        readVector(parameters, theta);
        good.theta.set(theta);
        readVector(state, good.state);
      }
      return lossAtTheta.direct?.(gradient) ?? lossAndGradient(parameters, lossAtTheta, gradient);
    });
    const gradientNorm = norm(gradient);
    if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm)) {
      writeVector(parameters, good.theta);
      writeVector(state, good.state);
      optimise.restore(good.optimiser);
      throw new TrainingDiverged(step, loss, gradientNorm);
    }
    good.theta.set(theta);
    readVector(state, good.state);
    optimise.save(good.optimiser);

    if (gradientNorm > clipNorm) scale(gradient, clipNorm / gradientNorm);
    optimise.update(theta, gradient, rateAt(step));
    writeVector(parameters, theta);
    yield { step, loss, gradientNorm };
  }
}

/** The loss; its gradient goes into `gradient`. Call it inside a tidy. */
function lossAndGradient(parameters: readonly Variable[], loss: () => Scalar, gradient: Float32Array): number {
  const { value, grads } = tf.variableGrads(loss, [...parameters]);
  readVector(parameters, gradient, ({ name }: Variable): Tensor | undefined => grads[name]);
  return value.dataSync()[0]!;
}

function norm(vector: Float32Array): number {
  let squares = 0;
  for (let i = 0; i < vector.length; i++) squares += vector[i]! * vector[i]!;
  return Math.sqrt(squares);
}

function scale(vector: Float32Array, factor: number): void {
  for (let i = 0; i < vector.length; i++) vector[i] = vector[i]! * factor;
}
