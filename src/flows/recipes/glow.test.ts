import { afterAll, describe, expect, it } from 'vitest';
import * as tf from '#tf';
import type { Tensor2D } from '#tf';
import { normals, rng } from '#numerics';
import { locateWasm } from '../../numerics/tf-wasm.ts';
import { buildFlow } from '../build.ts';
import { saveLoadExact } from '../laws/flow-laws.ts';
import { perturb } from '../laws/perturb.ts';
import { glow } from './glow.ts';

const options = { height: 4, width: 4, channels: 2, levels: 2, depth: 2, hidden: [4, 3] };
const images = (n: number, seed = 5) => tf.tensor2d(normals(rng(seed), n * 32), [n, 32]);

describe('Glow', () => {
  it('has levels × depth steps, and ends flat, before its preprocessing', () => {
    const { base, layers } = glow({ ...options, preprocessing: [{ kind: 'actnorm', dimensions: 32 }] });
    expect(base).toEqual({ kind: 'standard-normal', dimensions: 32 });
    expect(layers.map(({ kind }) => kind)).toEqual(['multi-scale', 'flatten', 'actnorm']);
    const levels = layers[0]!.kind === 'multi-scale' ? layers[0].levels : [];
    const step = ['image-coupling', 'conv1x1', 'pixelwise'];
    expect(levels.map((level) => level.layers.map(({ kind }) => kind))).toEqual([
      [...step, ...step, 'squeeze'],
      [...step, ...step, 'squeeze'],
    ]);
    expect(levels.map(({ noise }) => noise)).toEqual([undefined, 'second']);
  });

  it('scales every channel to mean 0 and variance 1 from its first batch', () => {
    // One step, additive: at the start z is the rotated, normalized image, whose squares are those of 32 standard numbers.
    const flow = buildFlow(glow({ ...options, levels: 1, depth: 1, coupling: 'additive' }), rng(1));
    const x = tf.tidy(() => tf.add<Tensor2D>(tf.mul(images(64), 7), 3));
    const z = tf.tidy(() => flow.bijection.initialise!(x).z);
    const [mean, square] = [tf.mean(z), tf.mean(tf.square(z))].map((tensor) => tensor.dataSync()[0]!);
    // Exact but for n − 1 in place of n = 64 · 4 pixels, and the mean that a rotation spreads over channels of mean 0.
    expect(mean).toBeCloseTo(0, 5);
    expect(square).toBeCloseTo(255 / 256, 3);
  });

  it('is loaded as it was saved by a flow from another seed: permutations and signs are saved, too', () => {
    const [saved, other] = [1, 2].map((seed) => buildFlow(glow(options), rng(seed)));
    perturb(saved!.parameters, rng(3), 0.1);
    const x = images(5);
    expect(saveLoadExact(saved!, other!)).toBe(0);
    expect(other!.logProb(x).dataSync()).toEqual(saved!.logProb(x).dataSync());
  });

  it('is the same from the same seed', () => {
    const [one, same, other] = [4, 4, 5].map((seed) =>
      buildFlow(glow(options), rng(seed)).logProb(images(3)).dataSync(),
    );
    expect(same).toEqual(one);
    expect(other).not.toEqual(one);
  });

  it('samples what it scores: log p of a sample is that of its noise less the log-det', () => {
    const flow = buildFlow(glow(options), rng(1));
    perturb(flow.parameters, rng(2), 0.05);
    const { x, logProb } = flow.sampleAndLogProb(6, rng(3));
    expect(x.shape).toEqual([6, 32]);
    const again = flow.logProb(x).dataSync();
    logProb.dataSync().forEach((value, i) => expect(Math.abs(value - again[i]!)).toBeLessThan(1e-4 * Math.abs(value)));
  });
});

describe('on wasm', () => {
  afterAll(async () => {
    await tf.setBackend('cpu');
  });

  it('has the loss and the gradients that it has on cpu', async () => {
    const gradients = () => {
      const flow = buildFlow(glow({ ...options, convolution: 'full' }), rng(1));
      perturb(flow.parameters, rng(2), 0.05);
      const x = images(4);
      const { value, grads } = tf.variableGrads(() => tf.neg(tf.mean(flow.logProb(x))), [...flow.parameters]);
      return [value, ...flow.parameters.map(({ name }) => grads[name]!)].map((tensor) => tensor.dataSync().slice());
    };
    const onCpu = gradients();
    const binary = (name: string) => require.resolve(`@tensorflow/tfjs-backend-wasm/dist/${name}`);
    locateWasm({ simd: binary('tfjs-backend-wasm-simd.wasm'), plain: binary('tfjs-backend-wasm.wasm') });
    expect(await tf.setBackend('wasm')).toBe(true);
    const onWasm = gradients();
    onCpu.forEach((values, i) => {
      const size = Math.max(1, ...values.map(Math.abs));
      // Sums of some hundred float32 products in another order.
      values.forEach((value, at) => expect(Math.abs(value - onWasm[i]![at]!)).toBeLessThan(1e-4 * size));
    });
    expect(onCpu.slice(1).some((values) => values.some((value) => Math.abs(value) > 0.1))).toBe(true);
  });
});
