import { describe, expect, it } from 'vitest';
import * as tf from '#tf';
import type { Scalar, Tensor2D, Variable } from '#tf';
import { normals, rng } from '#numerics';
import { standardNormal } from '../distributions/standard-normal.ts';
import { flow } from '../flow.ts';
import { perturb } from '../laws/perturb.ts';
import type { Bijection } from '../types.ts';
import { amortisedPlanar } from './amortised-planar.ts';
import { conditionalAffine } from './conditional-affine.ts';
import { planar } from './planar.ts';

const [n, d, c] = [6, 3, 2];
const options = { dimensions: d, contextDimensions: c };
const points = () => tf.tensor2d(normals(rng(6), n * d), [n, d]);
const contexts = () => tf.tensor2d(normals(rng(7), n * c), [n, c]);
const row = (tensor: Tensor2D, i: number) => tf.slice(tensor, [i, 0], [1, tensor.shape[1]]) as Tensor2D;

const layers: [string, () => Bijection][] = [
  ['conditional affine', () => conditionalAffine({ ...options, rng: rng(1) })],
  ['amortised planar (tanh)', () => amortisedPlanar({ ...options, rng: rng(1) })],
  [
    'amortised planar (leaky ReLU)',
    () => amortisedPlanar({ ...options, rng: rng(1), activation: { kind: 'leaky-relu', slope: 0.2 } }),
  ],
];

describe.each(layers)('%s', (_, build) => {
  const perturbed = () => {
    const f = build();
    perturb(f.parameters, rng(2), 0.4);
    return f;
  };

  it('comes back under contexts that differ from row to row, and each row sees its own alone', () => {
    const f = perturbed();
    const { x, logDet } = f.forward(points(), contexts());
    const back = f.inverse(x, contexts());
    expect(tf.max(tf.abs(tf.sub(back.z, points()))).dataSync()[0]).toBeLessThan(1e-5);
    expect(tf.max(tf.abs(tf.add(back.logDet, logDet))).dataSync()[0]).toBeLessThan(1e-5);
    for (let i = 0; i < n; i++) {
      const alone = f.forward(row(points(), i), row(contexts(), i));
      expect(tf.max(tf.abs(tf.sub(alone.x, row(x, i)))).dataSync()[0]).toBeLessThan(1e-6);
    }
  });

  it('has gradients by parameters, points and contexts that are those of finite differences, through its inverse', () => {
    const f = perturbed();
    const given = [points(), contexts()].map((value) => tf.variable(value)) as unknown as [Tensor2D, Tensor2D];
    const nll = () => tf.neg<Scalar>(tf.mean(flow(standardNormal(d), f).logProb(...given)));
    const all = [...f.parameters, ...(given as unknown as Variable[])];
    const { grads } = tf.variableGrads(nll, all);
    for (const variable of all) {
      const values = variable.dataSync<'float32'>().slice();
      const gradient = grads[variable.name]!.dataSync();
      values.forEach((value, i) => {
        // Float32: truncation of order h², rounding of order 1e-6/h.
        const h = 4e-3;
        const at = (shift: number) => {
          const moved = values.map((other, j) => (j === i ? value + shift : other));
          variable.assign(tf.tensor(moved, variable.shape));
          return nll().dataSync()[0]!;
        };
        const slope = (at(h) - at(-h)) / (2 * h);
        variable.assign(tf.tensor(values, variable.shape));
        expect(Math.abs(slope - gradient[i]!)).toBeLessThan(3e-3 * Math.max(1, Math.abs(slope)));
      });
    }
  });

  it('refuses to run without a context, or with one of another shape', () => {
    const f = build();
    expect(() => f.forward(points())).toThrow('context must be a tensor [n, 2], got none');
    expect(() => f.inverse(points(), points())).toThrow('context must have shape [6,2], got [6,3]');
  });
});

describe('what they start as, and what they are', () => {
  it('amortised planar starts as the identity', () => {
    const { x, logDet } = amortisedPlanar({ ...options, rng: rng(1) }).forward(points(), contexts());
    expect(tf.max(tf.abs(tf.sub(x, points()))).dataSync()[0]).toBeLessThan(1e-5);
    expect(tf.max(tf.abs(logDet)).dataSync()[0]).toBeLessThan(1e-5);
  });

  it('amortised planar is, row by row, the planar flow with the parameters that it reads off the context', () => {
    const f = amortisedPlanar({ ...options, rng: rng(1) });
    perturb(f.parameters, rng(2), 0.4);
    const [wu, bu, ww, bw, wb, bb] = f.parameters.map((parameter) => parameter.dataSync<'float32'>());
    const read = (h: Float32Array, weights: Float32Array, bias: Float32Array) =>
      bias.map((start, j) => h.reduce((sum, value, i) => sum + value * weights[i * bias.length + j]!, start));
    const all = f.forward(points(), contexts());
    for (let i = 0; i < n; i++) {
      const h = row(contexts(), i).dataSync<'float32'>();
      const w = read(h, ww!, bw!);
      const squares = w.reduce((sum, value) => sum + value * value, 0);
      const u = read(h, wu!, bu!).map((value, j) => value + (Math.log(Math.E - 1) * w[j]!) / squares);
      const one = planar({ dimensions: d, rng: rng(1) });
      [u, w, read(h, wb!, bb!)].forEach((values, k) => one.parameters[k]!.assign(tf.tensor1d(values)));
      const { x, logDet } = one.forward(row(points(), i));
      expect(tf.max(tf.abs(tf.sub(x, row(all.x, i)))).dataSync()[0]).toBeLessThan(1e-5);
      expect(Math.abs(logDet.dataSync()[0]! - all.logDet.dataSync()[i]!)).toBeLessThan(1e-5);
    }
  });

  it('conditional affine makes of N(0, I) the density N(μ, σ²) of its moments', () => {
    const f = conditionalAffine({ ...options, rng: rng(1) });
    perturb(f.parameters, rng(2), 0.4);
    const logProb = flow(standardNormal(d), f).logProb(points(), contexts()).dataSync();
    const moments = f.moments(contexts());
    const [mean, logVariance] = [moments.mean.dataSync(), moments.logVariance.dataSync()];
    const x = points().dataSync();
    for (let i = 0; i < n; i++) {
      let wanted = 0;
      for (let at = i * d; at < (i + 1) * d; at++) {
        const off = (x[at]! - mean[at]!) ** 2 / Math.exp(logVariance[at]!);
        wanted -= 0.5 * (off + logVariance[at]! + Math.log(2 * Math.PI));
      }
      expect(Math.abs(logProb[i]! - wanted)).toBeLessThan(1e-4);
    }
  });

  it.each([
    [() => conditionalAffine({ ...options, dimensions: 0, rng: rng(1) }), 'conditionalAffine: dimensions must be'],
    [() => amortisedPlanar({ ...options, contextDimensions: 0, rng: rng(1) }), 'amortisedPlanar: contextDimensions'],
    [
      () => amortisedPlanar({ ...options, rng: rng(1), activation: { kind: 'leaky-relu', slope: 2 } }),
      'slope must lie between 0 and 1',
    ],
  ])('refuses sizes that are no sizes: %#', (build, message) => {
    expect(build).toThrow(RangeError);
    expect(build).toThrow(message);
  });
});
