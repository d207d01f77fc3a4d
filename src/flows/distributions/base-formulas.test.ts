import { describe, expect, it } from 'vitest';
import * as tf from '#tf';
import type { Tensor2D } from '#tf';
import { log, rng } from '#numerics';
import { perturb } from '../laws/perturb.ts';
import { classGaussians } from './class-gaussians.ts';
import { conditionalGaussian } from './conditional-gaussian.ts';
import { diagonalGaussian } from './diagonal-gaussian.ts';
import { logistic } from './logistic.ts';
import { standardNormal } from './standard-normal.ts';
import { uniform } from './uniform.ts';

const points = [
  [0.3, -1.2],
  [2, 0.5],
  [-4, 1],
];
const at = (x: number[][]): Tensor2D => tf.tensor2d(x);
const normal = (x: number, mean: number, s: number) =>
  -0.5 * ((x - mean) / Math.exp(s)) ** 2 - s - 0.5 * Math.log(2 * Math.PI);

/** Compared with the formula in float64; float32 carries 6e-8 of the size of its terms. */
function expectScores(actual: tf.Tensor, expected: number[]): void {
  const scores = actual.dataSync();
  expected.forEach((value, i) => expect(Math.abs(scores[i]! - value)).toBeLessThan(1e-5 * Math.max(1, -value)));
}

describe('log-densities are those of the formulas', () => {
  it('logistic: the derivative of σ', () => {
    const density = (x: number) => Math.log(Math.exp(-x) / (1 + Math.exp(-x)) ** 2);
    expectScores(
      logistic(2).logProb(at(points)),
      points.map(([a, b]) => density(a!) + density(b!)),
    );
    // Far out, where σ(x) is 1 in float32.
    expectScores(logistic(1).logProb(at([[90], [-90]])), [-90, -90]);
  });

  it('uniform: both ends belong to the cube, nothing beyond', () => {
    const scores = uniform({ dimensions: 2, low: -1, high: 3 })
      .logProb(
        at([
          [-1, 3],
          [0, 3.001],
          [-1.001, 4],
        ]),
      )
      .dataSync();
    expect(scores[0]).toBeCloseTo(-2 * log(4), 6);
    expect([...scores.subarray(1)]).toEqual([-Infinity, -Infinity]);
  });

  it('diagonal Gaussian: starts as N(0, I), then follows its parameters', () => {
    const base = diagonalGaussian(2);
    expectScores(base.logProb(at(points)), [...standardNormal(2).logProb(at(points)).dataSync()]);
    base.parameters[0]!.assign(tf.tensor1d([1, -2]));
    base.parameters[1]!.assign(tf.tensor1d([0.5, -0.3]));
    expectScores(
      base.logProb(at(points)),
      points.map(([a, b]) => normal(a!, 1, 0.5) + normal(b!, -2, -0.3)),
    );
  });

  it('Gaussian of a context: without hidden layers, an affine regression', () => {
    const base = conditionalGaussian({ dimensions: 1, context: 1, hidden: [], activation: 'tanh', rng: rng(1) });
    base.parameters[0]!.assign(tf.tensor2d([[2, -0.5]]));
    base.parameters[1]!.assign(tf.tensor1d([1, 0.25]));
    const c = [[-1], [0], [2]];
    expectScores(
      base.logProb(at(points.map(([a]) => [a!])), at(c)),
      points.map(([a], i) => normal(a!, 2 * c[i]![0]! + 1, -0.5 * c[i]![0]! + 0.25)),
    );
  });

  it('class Gaussians: each class, and their mixture with its weights', () => {
    const base = classGaussians({ dimensions: 2, classes: 3, weights: [1, 2, 1], rng: rng(4) });
    perturb(base.parameters, rng(5), 0.3);
    const [m, s] = base.parameters.map((variable) => variable.dataSync());
    const ofClass = ([a, b]: number[], k: number) =>
      normal(a!, m![2 * k]!, s![2 * k]!) + normal(b!, m![2 * k + 1]!, s![2 * k + 1]!);
    const context = at([
      [0, 0, 1],
      [1, 0, 0],
      [0, 1, 0],
    ]);
    expectScores(
      base.logProb(at(points), context),
      points.map((point, i) => ofClass(point, [2, 0, 1][i]!)),
    );
    expectScores(
      base.logProb(at(points)),
      points.map((point) =>
        Math.log([0.25, 0.5, 0.25].reduce((sum, weight, k) => sum + weight * Math.exp(ofClass(point, k)), 0)),
      ),
    );
  });
});

describe('bases refuse', () => {
  const hidden = { hidden: [3], activation: 'tanh', rng: rng(1) } as const;
  const classes = (options: object) => classGaussians({ dimensions: 2, classes: 2, rng: rng(1), ...options });
  it.each<[string, () => unknown, typeof RangeError | typeof TypeError, string]>([
    ['no dimension', () => logistic(0), RangeError, 'logistic: dimensions must be a whole number ≥ 1, got 0'],
    [
      'an empty cube',
      () => uniform({ dimensions: 1, low: 2, high: 2 }),
      RangeError,
      'low must be below high, got low 2 and high 2',
    ],
    [
      'a cube of text',
      () => uniform({ dimensions: 1, low: '0' as unknown as number }),
      TypeError,
      'uniform: low must be',
    ],
    ['an endless cube', () => uniform({ dimensions: 1, high: Infinity }), RangeError, 'uniform: high must be a finite'],
    ['a fraction of a dimension', () => diagonalGaussian(1.5), RangeError, 'diagonalGaussian: dimensions must be'],
    [
      'no context to read',
      () => conditionalGaussian({ ...hidden, dimensions: 1, context: 0 }),
      RangeError,
      'conditionalGaussian: context must be a whole number ≥ 1, got 0',
    ],
    ['no class', () => classes({ classes: 0 }), RangeError, 'classGaussians: classes must be a whole number ≥ 1'],
    [
      'a class that never comes',
      () => classes({ weights: [1, 0] }),
      RangeError,
      'weights[1] must be a finite number > 0',
    ],
    ['too many weights', () => classes({ weights: [1, 1, 1] }), RangeError, 'weights must be 2 numbers'],
    ['weights that are no list', () => classes({ weights: 3 }), TypeError, 'weights must be a list, got 3'],
    ['no spread', () => classes({ spread: 0 }), RangeError, 'spread must be a finite number > 0, got 0'],
    [
      'points of another width',
      () => logistic(2).logProb(tf.ones([3, 1])),
      RangeError,
      'logistic: x must have shape [n,2], got [3,1]',
    ],
    [
      'a missing context',
      () => conditionalGaussian({ ...hidden, dimensions: 1, context: 2 }).sample(3, rng(1)),
      TypeError,
      'conditionalGaussian: context must be a tensor [n, 2], got none',
    ],
    [
      'another number of classes',
      () => classes({}).logProb(tf.ones([3, 2]), tf.ones([3, 3])),
      RangeError,
      'classGaussians: context must have shape [3,2], got [3,3]',
    ],
  ])('%s', (_name, run, type, message) => {
    expect(run).toThrow(type);
    expect(run).toThrow(message);
  });
});
