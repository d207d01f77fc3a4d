import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as tf from '#tf';
import type { Scalar, Tensor2D } from '#tf';
import { normals, rng } from '#numerics';
import { locateWasm } from '../../numerics/tf-wasm.ts';
import { made } from '../conditioners/made.ts';
import { perturb } from '../laws/perturb.ts';
import { additiveTransformer } from '../transformers/additive.ts';
import { affineTransformer } from '../transformers/affine.ts';
import { exponential, softClamp } from '../transformers/scale-maps.ts';
import type { MaskedConditioner } from '../types.ts';
import { autoregressive } from './autoregressive.ts';
import { invert } from './invert.ts';

const transformer = affineTransformer({ scale: softClamp(1) });
const rows = 4;
const points = (d: number, seed = 2) => tf.tensor2d(normals(rng(seed), rows * d), [rows, d]);

/** A layer whose conditioner counts how often it is asked. */
function counted(order: number[], hidden: number[]) {
  const net = made({ order, paramsPerDim: 2, hidden, activation: 'tanh', rng: rng(1) });
  perturb(net.parameters, rng(3));
  const count = { asked: 0 };
  const conditioner: MaskedConditioner = {
    ...net,
    theta: (kept, context) => {
      count.asked += 1;
      return net.theta(kept, context);
    },
  };
  return { layer: autoregressive({ order, conditioner, transformer }), count };
}

describe('the number of passes', () => {
  it.each([
    { order: [0], hidden: [4], longest: 1, why: 'nothing to wait for' },
    { order: [1, 0], hidden: [4], longest: 2, why: 'a chain of two' },
    { order: [3, 0, 4, 1, 2], hidden: [8, 8], longest: 5, why: 'each reads all before it' },
    { order: [5, 2, 7, 0, 3, 6, 1, 4], hidden: [], longest: 8, why: 'each reads all before it' },
    { order: [4, 3, 2, 1, 0], hidden: [2], longest: 3, why: 'two units read the first two alone' },
    { order: [0, 1, 2, 3, 4, 5, 6, 7], hidden: [1, 5], longest: 2, why: 'one unit reads the first alone' },
  ])('is $longest for the order $order and hidden layers $hidden: $why', ({ order, hidden, longest }) => {
    const { layer, count } = counted(order, hidden);
    expect(layer.passes).toEqual({ forward: longest, inverse: 1 });
    expect(invert(layer).passes).toEqual({ forward: 1, inverse: longest });
    for (const [run, passes] of [
      [() => layer.forward(points(order.length)), longest],
      [() => layer.inverse(points(order.length)), 1],
    ] as const) {
      count.asked = 0;
      run();
      expect(count.asked).toBe(passes);
    }
  });
});

describe.each(['cpu', 'wasm'])('on %s', (backend) => {
  beforeAll(async () => {
    const binary = (name: string) =>
      createRequire(import.meta.url).resolve(`@tensorflow/tfjs-backend-wasm/dist/${name}`);
    if (backend === 'wasm') {
      locateWasm({ simd: binary('tfjs-backend-wasm-simd.wasm'), plain: binary('tfjs-backend-wasm.wasm') });
    }
    expect(await tf.setBackend(backend)).toBe(true);
  });
  afterAll(async () => {
    await tf.setBackend('cpu');
  });

  it('the one-pass direction undoes the sequential one, log-det included', () => {
    const { layer } = counted([2, 0, 3, 1], [7]);
    const z = points(4);
    const { x, logDet } = layer.forward(z);
    const pulled = layer.inverse(x);
    expect(largest(tf.sub(pulled.z, z))).toBeLessThan(1e-5);
    expect(largest(tf.add(pulled.logDet, logDet))).toBeLessThan(1e-5);
  });

  it.each(['forward', 'inverse'] as const)(
    '%s has the gradients of its finite differences, through output and log-det',
    (direction) => {
      const { layer } = counted([2, 0, 3, 1], [5]);
      const map = direction === 'forward' ? layer : invert(layer);
      const input = tf.variable(points(4));
      const weights = points(4, 8);
      const loss = (): Scalar =>
        tf.tidy(() => {
          const { x, logDet } = map.forward(input as tf.Tensor as Tensor2D);
          return tf.add<Scalar>(tf.sum(tf.mul(x, weights)), tf.sum(tf.mul(logDet, [0.7, -0.4, 1.1, 0.3])));
        });
      const { grads } = tf.variableGrads(loss, [...layer.parameters, input]);
      // Float32 sums of order 10: h = 0.02 leaves truncation of order h² and rounding of order 1e-6/h, both below 1e-3.
      const h = 0.02;
      let checked = 0;
      for (const variable of [...layer.parameters, input]) {
        const gradient = grads[variable.name]!.dataSync();
        const values = variable.dataSync().slice();
        gradient.forEach((slope, at) => {
          const shifted = (by: number) => {
            variable.assign(
              tf.tensor(
                Float32Array.from(values, (v, i) => (i === at ? v + by : v)),
                variable.shape,
              ),
            );
            return loss().dataSync()[0]!;
          };
          const difference = (shifted(h) - shifted(-h)) / (2 * h);
          expect(Math.abs(difference - slope)).toBeLessThan(5e-3 * Math.max(1, Math.abs(slope)));
          if (slope !== 0) checked += 1;
        });
        variable.assign(tf.tensor(values, variable.shape));
      }
      // What the masks leave open: 9 + 5 weights and biases of the first layer, 22 + 8 of the last; and 16 inputs.
      expect(checked).toBe(60);
    },
  );
});

describe('what describes no autoregressive layer is refused when it is built', () => {
  const net = (order: number[], paramsPerDim = 2) =>
    made({ order, paramsPerDim, hidden: [4], activation: 'tanh', rng: rng(1) });
  const build = (order: number[], conditioner: () => MaskedConditioner) => () =>
    autoregressive({ order, conditioner: conditioner(), transformer });
  const selfish = () => ({
    ...net([0, 1]),
    dependencies: [
      [0, 0],
      [1, 1],
    ],
  });

  it.each<[string, () => unknown, string]>([
    ['no permutation', build([0, 0], () => net([0, 1])), 'order must hold each of 0 … n − 1 once, got [0, 0]'],
    ['another order than the net has', build([0, 1], () => net([1, 0])), 'reads dimension 1 for θ of dimension 0'],
    ['another size than the net has', build([0, 1, 2], () => net([1, 0])), 'order has 3 dimensions'],
    [
      'a net that reads the dimension itself',
      build([0, 1], selfish),
      'reads dimension 1 for θ of dimension 1, but in the order [0, 1] it does not come before it',
    ],
    ['θ of another width', build([0, 1], () => net([0, 1], 3)), 'needs [1,2,2]'],
  ])('%s', (_name, run, message) => {
    expect(run).toThrow(RangeError);
    expect(run).toThrow(message);
  });

  it('a conditioner that does not say what it reads', () => {
    const silent = () => ({ ...net([0, 1]), dependencies: undefined }) as unknown as MaskedConditioner;
    expect(build([0, 1], silent)).toThrow(TypeError);
    expect(build([0, 1], silent)).toThrow('conditioner.dependencies must be a list, got undefined');
  });
});

describe('closed forms', () => {
  it('two dimensions with a linear net are a shear', () => {
    const conditioner = made({ order: [0, 1], paramsPerDim: 1, hidden: [], activation: 'relu', rng: rng(1) });
    conditioner.parameters[0]!.assign(tf.tensor2d([9, 3, 9, 9], [2, 2]));
    const layer = autoregressive({ order: [0, 1], conditioner, transformer: additiveTransformer });
    const { x, logDet } = layer.forward(tf.tensor2d([[1, 2]]));
    expect([...x.dataSync()]).toEqual([1, 2 + 3 * 1]);
    expect([...logDet.dataSync()]).toEqual([0]);
  });

  it('a log-scale that grows with the dimension before it', () => {
    const conditioner = made({ order: [1, 0], paramsPerDim: 2, hidden: [], activation: 'relu', rng: rng(1) });
    // θ of dimension 0 is (t, u) = (0.5·x₁, 0.25·x₁); dimension 1 reads nothing.
    conditioner.parameters[0]!.assign(tf.tensor2d([0, 0, 0, 0, 0.5, 0.25, 0, 0], [2, 4]));
    const layer = autoregressive({
      order: [1, 0],
      conditioner,
      transformer: affineTransformer({ scale: exponential }),
    });
    const { x, logDet } = layer.forward(tf.tensor2d([[3, 2]]));
    expect(x.dataSync()[0]).toBeCloseTo(3 * Math.exp(0.5) + 1, 5);
    expect(x.dataSync()[1]).toBe(2);
    expect(logDet.dataSync()[0]).toBeCloseTo(0.5, 6);
  });
});

describe('a pass that comes too early for a dimension', () => {
  it('does no harm where it would overflow', () => {
    const conditioner = made({ order: [0, 1], paramsPerDim: 2, hidden: [], activation: 'relu', rng: rng(1) });
    // u₁ = 200 − 100·x₀: 0 at x₀ = 2, but exp(200) is no float32 at the x₀ = 0 of the first pass.
    conditioner.parameters[0]!.assign(tf.tensor2d([0, 0, 0, -100, 0, 0, 0, 0], [2, 4]));
    conditioner.parameters[1]!.assign(tf.tensor1d([0, 0, 0, 200]));
    const layer = autoregressive({
      order: [0, 1],
      conditioner,
      transformer: affineTransformer({ scale: exponential }),
    });
    const z = tf.tensor2d([[2, 3]]);
    expect([...layer.forward(z).x.dataSync()]).toEqual([2, 3]);
    const slopes = tf
      .grad((input) => tf.sum(layer.forward(input as Tensor2D).x))(z)
      .dataSync();
    expect([...slopes]).toEqual([1 - 100 * 3, 1]);
  });
});

const largest = (tensor: tf.Tensor): number => tf.max(tf.abs(tensor)).dataSync()[0]!;
