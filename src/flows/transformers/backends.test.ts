import { afterAll, beforeAll, expect, it } from 'vitest';
import * as tf from '#tf';
import type { Tensor, Tensor2D } from '#tf';
import { locateWasm } from '#tf/wasm';
import { normals, rng } from '#numerics';
import type { Transformer } from '../types.ts';
import { exponentialMap } from './exponential-map.ts';
import { hyperbolicTangent } from './hyperbolic-tangent.ts';
import { leakyRelu } from './leaky-relu.ts';
import { linearSpline } from './linear-spline.ts';
import { mixtureCdf } from './mixture-cdf.ts';
import { gaussianFamily, logisticFamily } from './mixture-components.ts';
import { rationalQuadraticSpline } from './rational-quadratic-spline.ts';
import { sigmoid } from './sigmoid.ts';

const curves: Transformer[] = [
  leakyRelu({ slope: 0.4 }),
  sigmoid(),
  hyperbolicTangent,
  exponentialMap,
  linearSpline({ bins: 5 }),
  rationalQuadraticSpline({ bins: 5 }),
  mixtureCdf({ family: logisticFamily, components: 3 }),
  mixtureCdf({ family: gaussianFamily, components: 3 }),
];
const [n, d] = [7, 3];

/** Results and gradients of both ways, as plain numbers, on the backend in force. */
function numbersOf(curve: Transformer): number[] {
  const p = Math.max(1, curve.paramsPerDim);
  return tf.tidy(() => {
    const z = tf.tensor2d(normals(rng(1), n * d), [n, d]);
    const theta = tf.tensor(normals(rng(2), n * d * p), [n, d, p]);
    const { x, logSlope } = curve.forward(z, theta);
    const back = curve.inverse(x, theta);
    const total = (a: Tensor, b: Tensor) => tf.add(tf.sum(tf.mul(a, a)), tf.sum(b));
    const sampled = (at: Tensor, params: Tensor) => {
      const pushed = curve.forward(at as Tensor2D, params);
      return total(pushed.x, pushed.logSlope);
    };
    const scored = (at: Tensor, params: Tensor) => {
      const pulled = curve.inverse(at as Tensor2D, params);
      return total(pulled.z, pulled.logSlope);
    };
    const gradients = [tf.grad((at) => sampled(at, theta))(z), tf.grad((at) => scored(at, theta))(x)];
    if (curve.paramsPerDim > 0) {
      gradients.push(tf.grad((params) => sampled(z, params))(theta), tf.grad((params) => scored(x, params))(theta));
    }
    return [x, logSlope, back.z, back.logSlope, ...gradients].flatMap((tensor) => [...tensor.dataSync()]);
  });
}

const onCpu = new Map<Transformer, number[]>();
beforeAll(async () => {
  for (const curve of curves) onCpu.set(curve, numbersOf(curve));
  const binary = (name: string) => require.resolve(`@tensorflow/tfjs-backend-wasm/dist/${name}`);
  locateWasm({ simd: binary('tfjs-backend-wasm-simd.wasm'), plain: binary('tfjs-backend-wasm.wasm') });
  expect(await tf.setBackend('wasm')).toBe(true);
});
afterAll(async () => {
  await tf.setBackend('cpu');
});

it.each(curves)('the $name map and its gradients are the same on wasm as on cpu', (curve) => {
  const here = numbersOf(curve);
  const there = onCpu.get(curve)!;
  expect(here.length).toBe(there.length);
  // Two float32 programs that round differently; slopes of the splines reach some tens.
  here.forEach((value, i) => expect(Math.abs(value - there[i]!)).toBeLessThan(1e-3 * Math.max(1, Math.abs(there[i]!))));
});
