import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as tf from '#tf';
import type { Tensor, Tensor2D, Tensor4D } from '#tf';
import { normals, rng, shuffled } from './rng.ts';
import { locateWasm } from './tf-wasm.ts';

/** One use of an operation: the shapes of its inputs, and how it is called. */
type Use = {
  op: keyof typeof tf;
  inputs: number[][];
  run: (...inputs: Tensor[]) => Tensor;
  /** The operation asks for inputs above 0. */
  positive?: true;
  /** Why no gradient is asked for. */
  noGradient?: string;
};

const square = [3, 3];
const matrix = [4, 3];
const one = (op: keyof typeof tf, run: (x: Tensor) => Tensor, rest: Partial<Use> = {}): Use => ({
  op,
  inputs: [matrix],
  run: run as Use['run'],
  ...rest,
});
const two = (op: keyof typeof tf, run: (a: Tensor, b: Tensor) => Tensor, rest: Partial<Use> = {}): Use[] =>
  [
    [matrix, matrix],
    [matrix, [3]],
    [matrix, []],
  ].map((inputs) => ({ op, inputs, run: run as Use['run'], ...rest }));
const first = (tensors: Tensor[]): Tensor => tensors.reduce((sum, tensor, i) => tf.add(sum, tf.mul(tensor, i + 1)));
const constant = 'makes a constant';

const uses: Use[] = [
  one('abs', tf.abs),
  ...two('add', tf.add),
  { op: 'addN', inputs: [matrix, matrix, matrix], run: (...inputs) => tf.addN(inputs) },
  one('atan', tf.atan),
  one('cast', (x) => tf.cast(x, 'float32')),
  one('clipByValue', (x) => tf.clipByValue(x, -0.5, 0.5)),
  { op: 'concat', inputs: [matrix, [4, 2]], run: (...inputs) => tf.concat(inputs, 1) },
  { op: 'concat', inputs: [matrix, [2, 3]], run: (...inputs) => tf.concat(inputs, 0) },
  ...(['linear', 'relu', 'tanh'] as const).flatMap((activation) =>
    [
      [3, 3],
      [1, 3],
      [1, 1],
    ].map(([kh, kw]): Use => ({
      op: 'conv2d',
      inputs: [[2, 2, 3, 2], [kh!, kw!, 2, 3], [3]],
      // Small products; ReLU's wide bias keeps every sum away from its kink.
      run: (x, kernel, bias) => {
        const relu = activation === 'relu';
        const products = tf.mul(kernel, relu ? 0.02 : 0.1);
        return tf.conv2d(tf.mul(x as Tensor4D, 0.2), products, relu ? tf.mul(bias, 20) : bias, activation);
      },
    })),
  ),
  ...(['linear', 'relu', 'tanh'] as const).map((activation): Use => ({
    op: 'dense',
    inputs: [matrix, square, [3]],
    run: (x, weights, bias) => tf.dense(x as Tensor2D, weights, bias, activation),
  })),
  ...two('div', tf.div, { positive: true }),
  one('exp', tf.exp),
  one('expandDims', (x) => tf.expandDims(x, 1)),
  one('fill', () => tf.fill([2, 3], 1.5), { noGradient: constant }),
  one('gather', (x) => tf.gather(x, tf.tensor1d([2, 0], 'int32'), 1), {
    noGradient: 'its kernel is missing in wasm; permutation brings its own',
  }),
  one('leakyRelu', (x) => tf.leakyRelu(x, 0.1)),
  one('log', tf.log, { positive: true }),
  one('logSumExp', (x) => tf.logSumExp(x, 1)),
  one('logSumExp', (x) => tf.logSumExp(x, 0, true)),
  { op: 'matMul', inputs: [matrix, square], run: (a, b) => tf.matMul(a as Tensor2D, b as Tensor2D) },
  {
    op: 'matMul',
    inputs: [
      [2, 3, 2],
      [2, 2, 4],
    ],
    run: (a, b) => tf.matMul(a, b),
  },
  one('max', (x) => tf.max(x, 1)),
  // tfjs's gradient of these two does not sum over what was broadcast, so an array goes with an array or a constant.
  { op: 'maximum', inputs: [matrix, matrix], run: (a, b) => tf.maximum(a, b) },
  one('maximum', (x) => tf.maximum(x, 0.1)),
  one('mean', (x) => tf.mean(x)),
  one('mean', (x) => tf.mean(x, 0)),
  { op: 'minimum', inputs: [matrix, matrix], run: (a, b) => tf.minimum(a, b) },
  one('minimum', (x) => tf.minimum(x, 0.1)),
  ...two('mul', tf.mul),
  one('neg', tf.neg),
  one('ones', () => tf.ones([2, 2]), { noGradient: constant }),
  one('onesLike', tf.onesLike, { noGradient: constant }),
  one('relu', tf.relu),
  one('reshape', (x) => tf.reshape(x, [2, 6])),
  one('scalar', () => tf.scalar(2), { noGradient: constant }),
  one('sigmoid', tf.sigmoid),
  one('slice', (x) => tf.slice(x, [1, 0], [2, 2])),
  one('softmax', tf.softmax),
  one('softplus', tf.softplus),
  one('split', (x) => first(tf.split(x, 2, 0))),
  one('sqrt', tf.sqrt, { positive: true }),
  one('square', tf.square),
  one('squeeze', (x) => tf.squeeze(tf.reshape(x, [4, 1, 3]), [1])),
  { op: 'stack', inputs: [matrix, matrix], run: (...inputs) => tf.stack(inputs, 2) },
  { op: 'stack', inputs: [matrix, matrix], run: (...inputs) => tf.stack(inputs, 1) },
  one('step', (x) => tf.step(x)),
  one('step', tf.step),
  ...two('sub', tf.sub),
  one('sum', (x) => tf.sum(x)),
  one('sum', (x) => tf.sum(x, 1)),
  one('tanh', tf.tanh),
  one('tensor', () => tf.tensor([1, 2, 3, 4], [2, 2]), { noGradient: constant }),
  one('tensor1d', () => tf.tensor1d([1, 2]), { noGradient: constant }),
  one('tensor2d', () => tf.tensor2d([[1, 2]]), { noGradient: constant }),
  one('tile', (x) => tf.tile(x, [2, 1])),
  one('transpose', (x) => tf.transpose(x)),
  one('unstack', (x) => first(tf.unstack(tf.reshape(x, [2, 3, 2]), 2))),
  one('variable', (x) => tf.tidy(() => tf.add(tf.variable(x, false), 0)), { noGradient: constant }),
  one('zeros', () => tf.zeros([2, 2]), { noGradient: constant }),
  one('zerosLike', tf.zerosLike, { noGradient: constant }),
];

/** The engine's own functions: nothing to differentiate, and each is used by the tests here or those of the flows. */
const machinery: (keyof typeof tf)[] = [
  'customGrad',
  'dispose',
  'getBackend',
  'grad',
  'memory',
  'setBackend',
  'taping',
  'tidy',
  'variableGrads',
  'vectorJacobian',
];

describe('the door to tfjs', () => {
  it('exports nothing that is not run here', () => {
    const known = new Set<string>([...uses.map(({ op }) => op), ...machinery]);
    expect(Object.keys(tf).filter((name) => !known.has(name))).toEqual([]);
    expect([...known].filter((name) => !(name in tf))).toEqual([]);
  });
});

describe.each(['cpu', 'wasm'])('on %s', (backend) => {
  beforeAll(async () => {
    const binary = (name: string) => require.resolve(`@tensorflow/tfjs-backend-wasm/dist/${name}`);
    if (backend === 'wasm') {
      locateWasm({ simd: binary('tfjs-backend-wasm-simd.wasm'), plain: binary('tfjs-backend-wasm.wasm') });
    }
    expect(await tf.setBackend(backend)).toBe(true);
    expect(tf.getBackend()).toBe(backend);
  });
  afterAll(async () => {
    await tf.setBackend('cpu');
  });

  describe.each(uses.map((use) => ({ ...use, shapes: JSON.stringify(use.inputs) })))('$op of $shapes', (use) => {
    it('gives finite numbers', () => {
      const result = tf.tidy(() => use.run(...inputsOf(use)).dataSync());
      expect(result.length).toBeGreaterThan(0);
      expect([...result].every(Number.isFinite)).toBe(true);
    });

    if (use.noGradient) return;

    it('has the gradient of its finite differences', () => {
      tf.tidy(() => {
        const inputs = inputsOf(use);
        inputs.forEach((input, which) => {
          const loss = (x: Tensor) => {
            const result = use.run(...inputs.map((other, i) => (i === which ? x : other)));
            return tf.sum(tf.mul(result, weightsLike(result)));
          };
          const gradient = tf.grad(loss)(input).dataSync();
          const values = input.dataSync();
          // Float32: h = 0.01 leaves a truncation error of order h² and a rounding error of order 1e-7/h, both below 1e-3.
          const h = 0.01;
          gradient.forEach((slope, at) => {
            const shifted = (by: number) => {
              const moved = Float32Array.from(values, (value, i) => (i === at ? value + by : value));
              return loss(tf.tensor(moved, input.shape)).dataSync()[0]!;
            };
            expect(Math.abs((shifted(h) - shifted(-h)) / (2 * h) - slope)).toBeLessThan(
              2e-3 * Math.max(1, Math.abs(slope)),
            );
          });
        });
      });
    });
  });
});

/** In random order, but at least 0.02 away from kinks (0, ±0.5) and ties: finite differences mean nothing there. */
function inputsOf({ inputs, positive }: Use): Tensor[] {
  return inputs.map((shape, which) => {
    const size = shape.reduce((product, length) => product * length, 1);
    const centre = positive ? -4 : (size - 1) / 2;
    const places = shuffled(rng(4, `input ${which}`), size);
    return tf.tensor(
      Float32Array.from(places, (place) => (place - centre) * 0.17 + which * 0.05),
      shape,
    );
  });
}

const weightsLike = (result: Tensor): Tensor => tf.tensor(normals(rng(5), result.size), result.shape);
