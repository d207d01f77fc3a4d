import * as tf from '#tf';
import type { Scalar, Tensor1D, Tensor2D } from '#tf';
import type { Rng } from '#numerics';
import type { ContinuousFlow } from '../continuous/continuous.ts';
import type { Bijection, Composition, Flow } from '../types.ts';

/** A continuous flow, and what stands between it and the data. */
export type FieldOfFlow = { continuous: ContinuousFlow; towardsField: (x: Tensor2D) => Tensor2D };

/**
 * The field to train. Layers after it (an activation normalisation) bring the data to it and stay as they are: to shrink the data would lower the
 * loss without a better field.
 * @throws RangeError if the flow does not begin with its only continuous layer, or its field reads a context.
 */
export function fieldOf(where: string, { bijection }: Pick<Flow, 'bijection'>): FieldOfFlow {
  const { layers = [bijection] } = bijection as Partial<Composition>;
  const [first, ...rest] = layers as readonly (Bijection & Partial<ContinuousFlow>)[];
  if (!first?.field || rest.some((layer) => layer.field)) {
    throw new RangeError(
      `${where}: the flow must begin, at the base's side, with its one continuous layer, got ${layers.map(({ name }) => name).join(', ')}.`,
    );
  }
  if ((first.field.contextDimensions ?? 0) > 0) {
    throw new RangeError(
      `${where}: the field must read no context, but it reads ${first.field.contextDimensions} numbers.`,
    );
  }
  return {
    continuous: first as ContinuousFlow,
    towardsField: (x) => rest.toReversed().reduce((at, layer) => layer.inverse(at).z, x),
  };
}

export type StraightPaths = {
  /** Where the paths start (t = 0) and end (t = 1), row by row. */
  z: Tensor2D;
  x: Tensor2D;
  /** A share of the way for every row, [n]. */
  t: Tensor1D;
  /** What is left of the start at the end. */
  sigma: number;
};

/**
 * mean ‖v(x_t, t) − u‖² over rows, with x_t = (1 − (1 − σ)t) z + t x on the straight way from z to x, and u = x − (1 − σ) z its velocity.
 */
export function velocityLoss({ field, interval }: ContinuousFlow, { z, x, t, sigma }: StraightPaths): Scalar {
  const [start, end] = interval;
  const share = tf.reshape(t, [t.shape[0], 1]);
  const kept = tf.sub(1, tf.mul(share, 1 - sigma));
  const at = tf.add<Tensor2D>(tf.mul(kept, z), tf.mul(share, x));
  const along = tf.sub(x, tf.mul(z, 1 - sigma));
  const time = tf.add<Tensor1D>(tf.mul(t, end - start), start);
  const miss = tf.sub(tf.mul(field.velocity(at, time), end - start), along);
  return tf.mean<Scalar>(tf.sum(tf.square(miss), 1));
}

/** n times, uniform on [0, 1). */
export function uniformTimes(n: number, rng: Rng): Tensor1D {
  return tf.tensor1d(Float32Array.from({ length: n }, () => rng.uniform()));
}
