import { describe, expect, it } from 'vitest';
import * as tf from '#tf';
import type { Tensor, Tensor2D, Tensor3D } from '#tf';
import { erfc, log, normals, rng } from '#numerics';
import { mixtureCdf } from './mixture-cdf.ts';
import { gaussianFamily, logisticFamily } from './mixture-components.ts';
import { mixtureQuantiles } from './mixture-root.ts';

const families = [logisticFamily, gaussianFamily];

describe.each(families)('a mixture of $name components', (family) => {
  const components = 3;
  const [n, d] = [4, 2];
  const transformer = mixtureCdf({ family, components });
  const z = () => tf.tensor2d(normals(rng(1), n * d), [n, d]);
  const theta = () =>
    tf.tensor(
      normals(rng(2), n * d * 3 * components).map((value) => value / 2),
      [n, d, 3 * components],
    ) as Tensor3D;

  // Central differences in float32 with h = 0.01: truncation of order h², rounding of order 1e-6/h, both below 1e-3 here.
  it.each(['z', 'theta'] as const)('sampling has the gradient of its finite differences in %s', (which) => {
    const inputs = { z: z() as Tensor, theta: theta() as Tensor };
    const loss = (moved: Tensor) => {
      const at = { ...inputs, [which]: moved };
      const { x, logSlope } = transformer.forward(at.z as Tensor2D, at.theta);
      const weigh = (values: Tensor, seed: number) =>
        tf.sum(tf.mul(values, tf.tensor(normals(rng(seed), values.size), values.shape)));
      return tf.add(weigh(x, 3), weigh(logSlope, 4));
    };
    const values = inputs[which].dataSync();
    const gradient = tf.grad(loss)(inputs[which]).dataSync();
    gradient.forEach((slope, at) => {
      const shifted = (by: number) => {
        const moved = Float32Array.from(values, (value, i) => (i === at ? value + by : value));
        return loss(tf.tensor(moved, inputs[which].shape)).dataSync()[0]!;
      };
      const h = 0.01;
      expect(Math.abs((shifted(h) - shifted(-h)) / (2 * h) - slope)).toBeLessThan(3e-3 * Math.max(1, Math.abs(slope)));
    });
  });

  it('with one component samples in closed form where there is one, and keeps the order of z everywhere', () => {
    const grid = Float64Array.from({ length: 41 }, (_, i) => i - 20);
    const each = (value: number) => Array.from(grid, () => value);
    const x = mixtureQuantiles(grid, { logWeights: each(0), means: each(1.5), logScales: each(log(2)) }, family);
    x.forEach((value, i) => {
      if (i > 0) expect(value).toBeGreaterThan(x[i - 1]!);
      if (family === logisticFamily) expect(value).toBeCloseTo(1.5 + 2 * grid[i]!, 5);
    });
  });

  it('solves between modes far apart, where the CDF is flat, and at log-odds of ±80', () => {
    const z = [-80, -1e-3, 0, 1e-3, 80];
    const table = {
      logWeights: [...z, ...z].map(() => log(0.5)),
      means: [...z.map(() => -50), ...z.map(() => 50)],
      logScales: [...z, ...z].map(() => log(0.5)),
    };
    const x = mixtureQuantiles(z, table, family);
    expect(x.every(Number.isFinite)).toBe(true);
    // F is ½ to the last bit there: any point between the modes is a root.
    expect(Math.abs(x[2]!)).toBeLessThan(50);
    expect(x[1]).toBeLessThan(-40);
    expect(x[3]).toBeGreaterThan(40);
    expect(x[0]! + x[4]!).toBeCloseTo(0, 4);
  });
});

it('the tail of the normal CDF agrees with erfc in float64, and its gradient with φ/Φ', () => {
  const u = Float32Array.from({ length: 61 }, (_, i) => (i - 40) / 4);
  const row = tf.tensor2d(u, [1, 61]);
  const truth = Array.from(u, (value) => log(0.5 * erfc(-value / Math.SQRT2)));
  gaussianFamily
    .logCdf(row)
    .dataSync()
    .forEach((value, i) => {
      expect(Math.abs(value - truth[i]!)).toBeLessThan(4e-7 * Math.max(1, Math.abs(truth[i]!)));
      expect(Math.abs(gaussianFamily.logCdfAt(u[i]!) - truth[i]!)).toBeLessThan(
        1e-12 * Math.max(1, Math.abs(truth[i]!)),
      );
    });
  const slopes = tf
    .grad((at: Tensor) => tf.sum(gaussianFamily.logCdf(at as Tensor2D)))(row)
    .dataSync();
  slopes.forEach((slope, i) => {
    const h = 1e-5;
    const numeric = (gaussianFamily.logCdfAt(u[i]! + h) - gaussianFamily.logCdfAt(u[i]! - h)) / (2 * h);
    expect(Math.abs(slope - numeric)).toBeLessThan(2e-5 * Math.max(1, Math.abs(numeric)));
  });
});

it('one logistic component at 0 is the identity', () => {
  const x = tf.tensor2d(normals(rng(5), 6), [3, 2]);
  const { z, logSlope } = mixtureCdf({ family: logisticFamily, components: 1 }).inverse(x, tf.zeros([3, 2, 3]));
  expect(tf.max(tf.abs(tf.sub(z, x))).dataSync()[0]).toBeLessThan(1e-6);
  expect(tf.max(tf.abs(logSlope)).dataSync()[0]).toBeLessThan(1e-6);
});

it.each([
  [{ components: 0 }, 'components must be a whole number ≥ 1, got 0'],
  [{ components: 2, spread: -1 }, 'spread must be a finite number ≥ 0, got -1'],
])('refuses %j', (options, message) => {
  expect(() => mixtureCdf({ family: logisticFamily, ...options })).toThrow(RangeError);
  expect(() => mixtureCdf({ family: logisticFamily, ...options })).toThrow(message);
});
