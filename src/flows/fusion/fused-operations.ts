import * as tf from '#tf';
import type { Tensor, Tensor1D, Tensor2D, Variable } from '#tf';
import type { Passed, Stack } from '#kernels';

/**
 * f(x) and its log-det as one operation, differentiable in x and in the parameters.
 * @throws RangeError if x has another width than the flow.
 */
export function fusedPass(
  stack: Stack,
  parameters: readonly Variable[],
  x: Tensor2D,
): { y: Tensor2D; logDet: Tensor1D } {
  const [n, d] = sizes(stack, x);
  const op = tf.customGrad((...inputs) => {
    const points = (inputs[0] as Tensor2D).dataSync<'float32'>();
    const values = valuesOf(parameters);
    load(stack, values);
    const { y, logDet } = stack.pass(points);
    return {
      // One operation has one output: the log-det stands in a last column.
      value: tf.tensor2d(packed(y, logDet, n, d), [n, d + 1]),
      gradFunc: (slopes: Tensor) => {
        const ofBoth = unpacked(slopes.dataSync<'float32'>(), n, d);
        load(stack, values);
        const dx = stack.pullBack(points, ofBoth.y, ofBoth.logDet);
        return [tf.tensor2d(dx, [n, d]), ...cut(stack.gradient, parameters)];
      },
    };
  });
  return tf.tidy(() => {
    const both = op(x, ...parameters) as Tensor2D;
    return {
      y: tf.slice(both, [0, 0], [n, d]),
      logDet: tf.reshape(tf.slice(both, [0, d], [n, 1]), [n]) as Tensor1D,
    };
  });
}

/**
 * log p(x) under a standard normal base, as one operation. While a gradient is recorded, the run that scores also pulls back with
 * weight 1 on every row; a loss that weighs rows equally (a mean) needs no second run, since its gradient is a multiple of that.
 */
export function fusedLogProb(stack: Stack, parameters: readonly Variable[], x: Tensor2D): Tensor1D {
  const [n, d] = sizes(stack, x);
  const recorded = tf.taping();
  const op = tf.customGrad((...inputs) => {
    const points = (inputs[0] as Tensor2D).dataSync<'float32'>();
    const values = valuesOf(parameters);
    load(stack, values);
    if (!recorded) return { value: tf.tensor1d(stack.logProb(points)), gradFunc: notRecorded };
    const scored = stack.logProbAndGradient(points);
    const { runs: run } = stack;
    return {
      value: tf.tensor1d(scored.logProb),
      gradFunc: (slopes: Tensor) => {
        const weights = slopes.dataSync<'float32'>();
        const weight = weights[0]!;
        // What the run left in the kernels' memory is there until the next run.
        if (stack.runs === run && weights.every((other) => other === weight)) {
          return [tf.tensor2d(scaled(scored.x.slice(), weight), [n, d]), ...cut(stack.gradient, parameters, weight)];
        }
        load(stack, values);
        const again = stack.logProbAndGradient(points, weights);
        return [tf.tensor2d(again.x, [n, d]), ...cut(stack.gradient, parameters)];
      },
    };
  });
  return op(x, ...parameters) as Tensor1D;
}

/** Every intermediate as numbers, with no gradient. */
export function tracePoints(stack: Stack, parameters: readonly Variable[], x: Tensor2D): Passed[] {
  sizes(stack, x);
  load(stack, valuesOf(parameters));
  return stack.trace(x.dataSync<'float32'>());
}

function sizes({ dimensions }: Stack, x: Tensor2D): [n: number, d: number] {
  const [n, d] = x.shape;
  if (x.shape.length !== 2 || d !== dimensions) {
    throw new RangeError(`fuse: points must have shape [n,${dimensions}], got [${x.shape}].`);
  }
  return [n, d];
}

/** mean −log p(x), summed in float64, and its gradient, with no tensor between. */
export function fusedNll(stack: Stack, parameters: readonly Variable[], x: Tensor2D, into: Float32Array): number {
  const [n] = sizes(stack, x);
  load(stack, valuesOf(parameters));
  const { logProb } = stack.logProbAndGradient(x.dataSync<'float32'>(), new Float32Array(n).fill(-1 / n));
  into.set(stack.gradient);
  return -logProb.reduce((sum, value) => sum + value, 0) / n;
}

function notRecorded(): never {
  throw new Error('fuse: a gradient was asked for that was not recorded.');
}

/** tfjs never writes into these arrays, so they are the parameters of this moment. */
function valuesOf(parameters: readonly Variable[]): Float32Array[] {
  return parameters.map((parameter) => parameter.dataSync<'float32'>());
}

/** A copy to where the kernels read them: some 10 µs for 35,000 numbers, and no view that could go stale. */
function load(stack: Stack, values: readonly Float32Array[]): void {
  let offset = 0;
  for (const part of values) {
    stack.parameters.set(part, offset);
    offset += part.length;
  }
}

/**
 * The flat gradient, times a factor, cut into one tensor for each parameter. Small arrays one by one: a fresh one of the whole
 * gradient's size costs more in page faults than the copy.
 */
function cut(gradient: Float32Array, parameters: readonly Variable[], factor = 1): Tensor[] {
  let offset = 0;
  return parameters.map(({ shape, size }) => {
    const part = gradient.slice(offset, (offset += size));
    return tf.tensor(factor === 1 ? part : scaled(part, factor), shape);
  });
}

function scaled(values: Float32Array, factor: number): Float32Array {
  for (let i = 0; i < values.length; i++) values[i] = values[i]! * factor;
  return values;
}

function packed(y: Float32Array, logDet: Float32Array, n: number, d: number): Float32Array {
  const both = new Float32Array(n * (d + 1));
  for (let row = 0; row < n; row++) {
    for (let j = 0; j < d; j++) both[row * (d + 1) + j] = y[row * d + j]!;
    both[row * (d + 1) + d] = logDet[row]!;
  }
  return both;
}

function unpacked(both: Float32Array, n: number, d: number): { y: Float32Array; logDet: Float32Array } {
  const y = new Float32Array(n * d);
  const logDet = new Float32Array(n);
  for (let row = 0; row < n; row++) {
    for (let j = 0; j < d; j++) y[row * d + j] = both[row * (d + 1) + j]!;
    logDet[row] = both[row * (d + 1) + d]!;
  }
  return { y, logDet };
}
