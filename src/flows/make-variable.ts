import * as tf from '#tf';
import type { Variable } from '#tf';

/** What is being made, for each build under way, the innermost last. A build is synchronous, so none sees another's. */
const builds: Variable[][] = [];

/**
 * A variable, from numbers or zeros. Always through here: `tf.variable(tensor)` keeps `tensor` alive beside the variable,
 * one leaked tensor for each parameter of a flow that is built and thrown away.
 */
export function makeVariable(shape: number[], values?: ArrayLike<number>, trainable = true): Variable {
  const size = shape.reduce((product, length) => product * length, 1);
  const numbers = values ? Float32Array.from(values) : new Float32Array(size);
  const variable = tf.tidy(() => tf.variable(tf.tensor(numbers, shape), trainable));
  builds.at(-1)?.push(variable);
  return variable;
}

/**
 * Runs a build; if it throws, the variables made so far are freed. Nobody else could: what is refused is never handed out, and
 * a tidy leaves variables alone.
 */
export function allOrNothing<T>(build: () => T): T {
  const made: Variable[] = [];
  builds.push(made);
  try {
    return build();
  } catch (error) {
    tf.dispose(made);
    throw error;
  } finally {
    builds.pop();
  }
}
