import { describe, expect, it } from 'vitest';
import * as tf from '#tf';
import type { Tensor2D } from '#tf';
import { gaussLegendre, mean, normals, rng, standardError } from '#numerics';
import { perturb } from '../laws/perturb.ts';
import { bernoulliLikelihood, gaussianLikelihood } from './likelihoods.ts';
import type { GaussianVariance } from './likelihoods.ts';

const repeat = (row: Tensor2D, n: number) => tf.tile(row, [n, 1]) as Tensor2D;

describe('the Bernoulli likelihood', () => {
  const d = 4;
  const likelihood = bernoulliLikelihood(d);
  const eta = normals(rng(1), d).map((value) => 3 * value);
  const row = () => tf.tensor2d(eta, [1, d]);
  const patterns = Array.from({ length: 2 ** d }, (_, code) => Array.from({ length: d }, (_u, i) => (code >> i) & 1));

  it('gives all 2^d patterns together the probability 1', () => {
    const logs = likelihood.logProb(tf.tensor2d(patterns), repeat(row(), patterns.length)).dataSync<'float32'>();
    expect(logs.reduce((sum, value) => sum + Math.exp(value), 0)).toBeCloseTo(1, 5);
  });

  it('has the mean that the patterns have, and samples with it', () => {
    const logs = likelihood.logProb(tf.tensor2d(patterns), repeat(row(), patterns.length)).dataSync();
    const n = 20_000;
    const drawn = likelihood.sample(repeat(row(), n), rng(2)).dataSync();
    likelihood
      .mean(row())
      .dataSync<'float32'>()
      .forEach((chance, i) => {
        const wanted = patterns.reduce((sum, pattern, at) => sum + pattern[i]! * Math.exp(logs[at]!), 0);
        expect(chance).toBeCloseTo(wanted, 5);
        const column = Float64Array.from({ length: n }, (_, at) => drawn[at * d + i]!);
        expect(Math.abs(mean(column) - wanted)).toBeLessThan(4 * standardError(column) + 1e-9);
      });
  });

  it('stays finite for logits of ±200', () => {
    const extreme = tf.tensor2d([[200, -200, 200, -200]]);
    const at = (x: number[]) => likelihood.logProb(tf.tensor2d([x]), extreme).dataSync()[0]!;
    expect(at([1, 0, 1, 0])).toBe(0);
    expect(at([0, 0, 1, 0])).toBe(-200);
  });
});

describe.each<GaussianVariance>(['fixed', 'shared', 'decoded'])('the Gaussian likelihood, variance %s', (variance) => {
  const build = () => {
    const likelihood = gaussianLikelihood({ dimensions: 2, deviation: 0.6, variance });
    perturb(likelihood.parameters, rng(3), 0.5);
    return { likelihood, eta: tf.tensor2d(normals(rng(4), likelihood.outputs), [1, likelihood.outputs]) };
  };

  it('is a density: it integrates to 1, constants and all', () => {
    const { likelihood, eta } = build();
    const { nodes, weights } = gaussLegendre(80, -8, 8);
    const points = [...nodes].flatMap((a) => [...nodes].map((b) => [a, b]));
    const logs = likelihood.logProb(tf.tensor2d(points), repeat(eta, points.length)).dataSync();
    const mass = weights.reduce(
      (sum, wa, i) => sum + wa * weights.reduce((row, wb, j) => row + wb * Math.exp(logs[i * 80 + j]!), 0),
      0,
    );
    expect(mass).toBeCloseTo(1, 4);
  });

  it('draws samples of that density: their mean −log p is its entropy by its own variance', () => {
    const { likelihood, eta } = build();
    const n = 20_000;
    const rows = repeat(eta, n);
    const x = likelihood.sample(rows, rng(5));
    const nlls = tf.neg(likelihood.logProb(x, rows)).dataSync<'float32'>();
    // At its mode log p = −½ Σ(ℓ + log 2π); the entropy is ½d above minus that.
    const peak = likelihood.logProb(likelihood.mean(eta), eta).dataSync()[0]!;
    expect(Math.abs(mean(nlls) - (1 - peak))).toBeLessThan(4 * standardError(nlls));
  });

  it('starts at the deviation that was given', () => {
    const likelihood = gaussianLikelihood({ dimensions: 1, deviation: 0.6, variance });
    const eta = tf.zeros([1, likelihood.outputs]) as Tensor2D;
    const logProb = likelihood.logProb(tf.tensor2d([[0.3]]), eta).dataSync()[0]!;
    const wanted = -0.5 * (0.3 / 0.6) ** 2 - Math.log(0.6) - 0.5 * Math.log(2 * Math.PI);
    expect(logProb).toBeCloseTo(wanted, 5);
  });
});

it.each([
  [
    () => gaussianLikelihood({ dimensions: 2, deviation: 0, variance: 'fixed' }),
    'deviation must be a finite number > 0',
  ],
  [
    () => gaussianLikelihood({ dimensions: 2, deviation: 1, variance: 'free' as GaussianVariance }),
    'gaussianLikelihood: variance must be one of fixed, shared, decoded, got free',
  ],
  [() => bernoulliLikelihood(0), 'bernoulliLikelihood: dimensions must be a whole number ≥ 1, got 0'],
])('a likelihood refuses what is out of range: %#', (build, message) => {
  expect(build).toThrow(RangeError);
  expect(build).toThrow(message);
});
