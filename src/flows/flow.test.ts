import { describe, expect, it } from 'vitest';
import * as tf from '#tf';
import { normals, rng } from '#numerics';
import { actnorm } from './bijections/actnorm.ts';
import { compose } from './bijections/compose.ts';
import { coupling } from './bijections/coupling.ts';
import { luLinear } from './bijections/lu-linear.ts';
import { mlp } from './conditioners/mlp.ts';
import { standardNormal } from './distributions/standard-normal.ts';
import { flow } from './flow.ts';
import { jacobian, logAbsDet } from './jacobian.ts';
import { perturb } from './laws/perturb.ts';
import { additiveTransformer } from './transformers/additive.ts';
import {
  arctanClamp,
  exponential,
  reciprocal,
  sigmoidGate,
  softClamp,
  softplusScale,
} from './transformers/scale-maps.ts';

const points = (n: number, d: number, seed = 1) => tf.tensor2d(normals(rng(seed), n * d), [n, d]);
const largest = (a: tf.Tensor, b: tf.Tensor) => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]!;

describe('the standard normal', () => {
  it('scores by its closed form', () => {
    const logProb = standardNormal(2)
      .logProb(
        tf.tensor2d([
          [0, 0],
          [1, -2],
        ]),
      )
      .dataSync();
    expect(logProb[0]).toBeCloseTo(-Math.log(2 * Math.PI), 6);
    expect(logProb[1]).toBeCloseTo(-Math.log(2 * Math.PI) - 2.5, 5);
  });
});

describe('a flow', () => {
  const layers = [luLinear(3), actnorm(3)];
  const bijection = compose(layers);
  perturb(bijection.parameters, rng(4));
  const density = flow(standardNormal(3), bijection);

  it('with affine layers is the Gaussian that algebra says', () => {
    // x = A z + b, so log p(x) = log N(A⁻¹(x − b)) − log|det A|, with A and b read off the images of 0 and the unit vectors.
    const b = bijection.forward(tf.zeros([1, 3])).x;
    const matrix = jacobian(bijection, tf.zeros([1, 3]));
    const z = points(6, 3);
    const x = tf.add<tf.Tensor2D>(tf.matMul(z, tf.transpose(tf.reshape(matrix, [3, 3]) as tf.Tensor2D)), b);
    const expected = tf.sub(standardNormal(3).logProb(z), logAbsDet(matrix)[0]!);
    expect(largest(density.logProb(x), expected)).toBeLessThan(1e-4);
  });

  it('scores its samples as it draws them', () => {
    const { x, logProb } = density.sampleAndLogProb(9, rng(7));
    expect(largest(density.logProb(x), logProb)).toBeLessThan(1e-4);
    expect(largest(density.sample(9, rng(7)), x)).toBe(0);
  });

  it('traces every layer, and the log-dets add up', () => {
    const z = points(4, 3);
    const { x, logDet } = bijection.forward(z);
    const steps = bijection.trace(z);
    expect(steps).toHaveLength(2);
    expect(largest(steps[0]!.x, layers[0]!.forward(z).x)).toBe(0);
    expect(largest(steps[1]!.x, x)).toBe(0);
    expect(largest(tf.add(steps[0]!.logDet, steps[1]!.logDet), logDet)).toBe(0);
    const back = bijection.traceInverse(x);
    expect(largest(back[0]!.z, steps[0]!.x)).toBeLessThan(1e-5);
    expect(largest(back[1]!.z, z)).toBeLessThan(1e-5);
  });
});

describe('the autodiff Jacobian', () => {
  it('has the derivative of output i by input j in row i, column j', () => {
    // x = z² M for row vectors, so ∂x_i/∂z_j = 2 z_j M_ji.
    const squares = (z: tf.Tensor2D) => tf.matMul<tf.Tensor2D>(tf.square(z), tf.tensor2d([1, 10, 100, 1000], [2, 2]));
    const f = { forward: (z: tf.Tensor2D) => ({ x: squares(z), logDet: tf.zeros([z.shape[0]]) as tf.Tensor1D }) };
    const expected = [2, 400, 20, 4000, 6, -800, 60, -8000];
    expect([...jacobian(f, tf.tensor2d([1, 2, 3, -4], [2, 2])).dataSync()]).toEqual(expected);
  });

  it('has the determinant of its matrix', () => {
    const matrices = tf.tensor(
      [
        [
          [0, 2],
          [3, 1],
        ],
        [
          [1, 2],
          [2, 4],
        ],
      ],
      [2, 2, 2],
    ) as tf.Tensor3D;
    expect([...logAbsDet(matrices)]).toEqual([Math.log(6), -Infinity]);
  });
});

describe('scale maps give the log of the scale', () => {
  const u = [-3, -0.4, 0, 0.7, 2.5];
  const sigmoid = (v: number) => 1 / (1 + Math.exp(-v));
  const softplus = (v: number) => Math.log1p(Math.exp(v));
  it.each([
    ['exponential', exponential, (v: number) => Math.exp(v)],
    ['softClamp(2)', softClamp(2), (v: number) => Math.exp(2 * Math.tanh(v / 2))],
    ['softClamp(1.5, 1)', softClamp(1.5, 1), (v: number) => Math.exp(1.5 * Math.tanh(v))],
    ['arctanClamp(2)', arctanClamp(2), (v: number) => Math.exp((4 / Math.PI) * Math.atan(v))],
    ['arctanClamp(1.5, 0.636)', arctanClamp(1.5, 0.636), (v: number) => Math.exp(1.5 * 0.636 * Math.atan(v))],
    ['sigmoidGate()', sigmoidGate(), (v: number) => sigmoid(v + 2)],
    ['sigmoidGate({ floor })', sigmoidGate({ shift: 1, floor: 1e-3 }), (v: number) => sigmoid(v + 1) + 1e-3],
    ['softplusScale()', softplusScale({ ceiling: 2 }), (v: number) => Math.min(softplus(v) + 1e-3, 2)],
    ['reciprocal(…)', reciprocal(sigmoidGate()), (v: number) => 1 / sigmoid(v + 2)],
  ])('%s', (_name, map, scale) => {
    const s = map(tf.tensor1d(u)).dataSync();
    u.forEach((v, i) => expect(s[i]).toBeCloseTo(Math.log(scale(v)), 5));
  });

  it('a bound that is no positive number is refused', () => {
    expect(() => softClamp(0)).toThrow('softClamp: bound must be a finite number > 0, got 0');
    expect(() => softClamp(1, NaN)).toThrow('softClamp: gain must be a finite number > 0, got NaN');
    expect(() => sigmoidGate({ shift: NaN })).toThrow('sigmoidGate: shift must be a finite number, got NaN');
    expect(() => softplusScale({ floor: 1, ceiling: 0.5 })).toThrow('ceiling must be above the floor 1, got 0.5');
    expect(() => arctanClamp(NaN)).toThrow('arctanClamp: bound must be a finite number > 0, got NaN');
  });
});

describe('coupling', () => {
  it('refuses a conditioner of another width when it is built', () => {
    const conditioner = mlp({ dimensions: 2, paramsPerDim: 2, hidden: [3], activation: 'tanh', rng: rng(1) });
    expect(() => coupling({ mask: [1, 0], conditioner, transformer: additiveTransformer })).toThrow(
      'conditioner gives θ of shape [1,2,2] for one row, but the additive transformer of 2 dimensions needs [1,2,1]',
    );
  });
});
