import { describe, expect, it } from 'vitest';
import * as tf from '#tf';
import type { Tensor2D, Tensor4D } from '#tf';
import { normals, rng } from '#numerics';
import { perturb } from '../laws/perturb.ts';
import { convnet } from './convnet.ts';
import { rescaledTanh } from './rescaled-tanh.ts';

const n = 3;
const common = { shape: [3, 4, 2], channels: 3, paramsPerDim: 2, activation: 'tanh', rng: rng(1) } as const;
const image = (seed = 2) => tf.tensor(normals(rng(seed), n * 24), [n, 3, 4, 2]) as Tensor4D;

describe('convnet', () => {
  it.each([[[]], [[4]], [[4, 5]], [[4, 5, 6]]])('starts at θ = 0 with hidden channels %j', (hidden) => {
    const net = convnet({ ...common, hidden });
    const theta = net.theta(image());
    expect(theta.shape).toEqual([n, 3, 4, 3, 2]);
    expect(theta.dataSync().every((value) => value === 0)).toBe(true);
    const sides = net.parameters.filter(({ rank }) => rank === 4).map(({ shape }) => shape[0]);
    expect(sides).toEqual([[3], [3, 3], [3, 1, 3], [3, 1, 1, 3]][hidden.length]);
  });

  it('multiplies its last layer by exp(3·logGain)', () => {
    const plain = convnet({ ...common, hidden: [4], gain: 'none' });
    perturb(plain.parameters, rng(3));
    const gained = convnet({ ...common, hidden: [4], gain: 'learned' });
    plain.parameters.forEach((parameter, i) => gained.parameters[i]!.assign(parameter));
    gained.parameters.at(-1)!.assign(tf.fill([6], Math.log(2) / 3));
    const [once, twice] = [plain, gained].map((net) => net.theta(image()).dataSync());
    // exp in float32.
    once!.forEach((value, i) => expect(Math.abs(2 * value - twice![i]!)).toBeLessThan(1e-5));
  });

  it('with a border of ones is the same net of the image framed in ones, its middle cut out', () => {
    const framed = convnet({ ...common, shape: [5, 6, 2], hidden: [], gain: 'none' });
    const net = convnet({ ...common, hidden: [], gain: 'none', border: 'ones' });
    perturb(net.parameters, rng(3));
    net.parameters.forEach((parameter, i) => framed.parameters[i]!.assign(parameter));
    const side = tf.ones([n, 3, 1, 2]);
    const edge = tf.ones([n, 1, 6, 2]);
    const wide = tf.concat([edge, tf.concat([side, image(), side], 2), edge], 1) as Tensor4D;
    const middle = tf.slice(framed.theta(wide), [0, 1, 1, 0, 0], [n, 3, 4, 3, 2]).dataSync();
    const theta = net.theta(image()).dataSync();
    middle.forEach((value, i) => expect(Math.abs(value - theta[i]!)).toBeLessThan(1e-5));
  });

  it('reads its context at every pixel, and asks for it', () => {
    const net = convnet({ ...common, hidden: [5], contextDimensions: 2 });
    perturb(net.parameters, rng(3));
    const context = (seed: number) => tf.tensor2d(normals(rng(seed), n * 2), [n, 2]);
    const [one, other] = [7, 8].map((seed) => net.theta(image(), context(seed)).dataSync());
    expect(one!.every((value, i) => value !== other![i])).toBe(true);
    expect(() => net.theta(image())).toThrow('convnet: context must be a tensor [n, 2], got none');
    expect(() => net.theta(image(), tf.zeros([n, 3]) as Tensor2D)).toThrow('context must have shape [3,2], got [3,3]');
  });
});

describe('rescaledTanh', () => {
  it('leaves the shift, and bounds the log-scale by a number of each channel', () => {
    const conditioner = convnet({ ...common, hidden: [], gain: 'none' });
    perturb(conditioner.parameters, rng(3), 5);
    const bounded = rescaledTanh({ conditioner, channels: 3 });
    bounded.parameters.at(-1)!.assign(tf.tensor1d([0.5, 1, 2]));
    const [free, theta] = [conditioner, bounded].map((net) => net.theta(image()).dataSync());
    theta!.forEach((value, i) => {
      const bound = [0.5, 1, 2][Math.floor(i / 2) % 3]!;
      // tanh in float32.
      expect(value).toBeCloseTo(i % 2 === 0 ? free![i]! : bound * Math.tanh(free![i]!), 5);
    });
  });
});
