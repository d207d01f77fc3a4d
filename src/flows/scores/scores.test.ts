import { describe, expect, it } from 'vitest';
import * as tf from '#tf';
import { areaUnderRoc, mean, normals, rng } from '#numerics';
import { buildFlow } from '../build.ts';
import { standardNormal } from '../distributions/standard-normal.ts';
import { likelihoodRatio, perturbedPoints } from './likelihood-ratio.ts';
import { logDensities } from './log-densities.ts';
import { entropyEstimate, typicality, typicalityThreshold } from './typicality.ts';

const d = 100;
const normal = standardNormal(d);
const entropy = 0.5 * d * (1 + Math.log(2 * Math.PI));
const scaled = (seed: number, n: number, deviation: number) =>
  normals(rng(seed), n * d).map((value) => deviation * value);
const scores = (points: Float32Array, batchSize = 1) =>
  typicality(logDensities(normal, points, d), { entropy, batchSize });

describe('typicality under a standard normal in 100 dimensions', () => {
  it('scores the mode, where the density is highest, d/2 nats from typical: |½‖x‖² − ½d|', () => {
    const mode = scores(new Float32Array(d))[0]!;
    expect(Math.abs(mode - d / 2)).toBeLessThan(1e-3);
    const genuine = scaled(1, 500, 1);
    const highest = Math.max(...logDensities(normal, genuine, d));
    expect(logDensities(normal, new Float32Array(d), d)[0]!).toBeGreaterThan(highest);
    expect(mode).toBeGreaterThan(Math.max(...scores(genuine)));
  });

  it('estimates the entropy from the model’s own points within its sampling error √(d/2n)', () => {
    const logProbs = logDensities(normal, scaled(2, 5000, 1), d);
    expect(Math.abs(entropyEstimate(logProbs) - entropy)).toBeLessThan(4 * Math.sqrt(d / 2 / 5000));
  });

  it('tells a narrower Gaussian apart, which likelihood takes for the better one', () => {
    const [genuine, narrow] = [scaled(3, 400, 1), scaled(4, 400, 0.8)];
    const byDensity = areaUnderRoc({
      negatives: logDensities(normal, genuine, d).map((value) => -value),
      positives: logDensities(normal, narrow, d).map((value) => -value),
    });
    const byTypicality = areaUnderRoc({ negatives: scores(genuine), positives: scores(narrow) });
    // The scores' means are ½d(1 − 0.64) = 18 nats apart, with deviations of √(d/2) ≈ 7.1 and 4.5.
    expect(byDensity).toBeLessThan(0.05);
    expect(byTypicality).toBeGreaterThan(0.9);
    const inTens = areaUnderRoc({ negatives: scores(genuine, 10), positives: scores(narrow, 10) });
    expect(inTens).toBeGreaterThan(byTypicality);
  });

  it('is of a batch what it is of the batch’s mean; a last, partial batch is left out', () => {
    const logProbs = [-1, -3, -5, -7, -100];
    expect([...typicality(logProbs, { entropy: 2.5, batchSize: 2 })]).toEqual([0.5, 3.5]);
    expect([...typicality(logProbs, { entropy: 2.5, batchSize: 1 })]).toEqual([1.5, 0.5, 2.5, 4.5, 97.5]);
  });

  it('has a threshold that lets genuine batches through as often as asked', () => {
    const held = logDensities(normal, scaled(5, 2000, 1), d);
    const options = { entropy, batchSize: 5 };
    const threshold = typicalityThreshold(held, { ...options, confidence: 0.9, resamples: 2000, rng: rng(6) });
    const fresh = typicality(logDensities(normal, scaled(7, 5000, 1), d), options);
    const passed = mean(fresh.map((score) => (score <= threshold ? 1 : 0)));
    // Of 1000 batches: standard error 0.0095, and as much again from the held-out points.
    expect(Math.abs(passed - 0.9)).toBeLessThan(0.05);
  });

  it.each([
    [() => typicality([1], { entropy, batchSize: 0 }), 'typicality: batchSize must be a whole number ≥ 1, got 0'],
    [() => typicality([1], { entropy: NaN, batchSize: 1 }), 'typicality: entropy must be a finite number, got NaN'],
    [() => typicality([1], { entropy, batchSize: 2 }), 'logProbs has 1 entries, fewer than the batchSize 2'],
    [
      () => typicalityThreshold([1], { entropy, batchSize: 1, confidence: 1, resamples: 3, rng: rng(1) }),
      'typicalityThreshold: confidence must lie between 0 and 1, got 1',
    ],
    [() => logDensities(normal, new Float32Array(7), d), 'logDensities: points must be rows of 100 numbers, got 7'],
    [
      () => perturbedPoints(new Float32Array(1), { rate: 2, values: [0], rng: rng(1) }),
      'rate must lie between 0 and 1',
    ],
    [() => perturbedPoints(new Float32Array(1), { rate: 0, values: [], rng: rng(1) }), 'values is empty'],
  ])('refuses what is out of range: %#', (run, message) => {
    expect(run).toThrow(message);
  });
});

describe('the likelihood ratio', () => {
  /** The data: the first 4 of 40 numbers shifted by 1.5; all others, wide (deviation s) here and elsewhere. */
  const size = 40;
  const shifted = 4;
  const draw = (seed: number, n: number, shift: number, deviation: number) =>
    normals(rng(seed), n * size).map((value, at) => (at % size < shifted ? value + shift : deviation * value));
  const affine = (theta: number[][]) =>
    buildFlow(
      {
        base: { kind: 'standard-normal', dimensions: size },
        layers: [
          { kind: 'elementwise', dimensions: size, transformer: { kind: 'affine', scale: { kind: 'exp' } }, theta },
        ],
      },
      rng(1),
    );
  const rows = (shift: number) => Array.from({ length: size }, (_, i) => [i < shifted ? shift : 0, 0]);
  const [model, background] = [affine(rows(1.5)), affine(rows(0))];

  it('is in closed form Σ over what differs of shift·x − ½·shift²', () => {
    const points = draw(2, 5, 0.7, 1);
    const ratios = likelihoodRatio(points, { model, background, dimensions: size });
    ratios.forEach((ratio, row) => {
      const own = points.subarray(row * size, row * size + shifted);
      const wanted = own.reduce((sum, value) => sum + 1.5 * value - 0.5 * 1.5 * 1.5, 0);
      expect(Math.abs(ratio - wanted)).toBeLessThan(1e-4);
    });
  });

  it('tells data from others where the background noise drowns the density', () => {
    const [own, others] = [draw(3, 400, 1.5, 1), draw(4, 400, 0, 0.7)];
    const of = (points: Float32Array) => likelihoodRatio(points, { model, background, dimensions: size });
    const densities = [own, others].map((points) => logDensities(model, points, size));
    const byDensity = areaUnderRoc({ negatives: densities[1]!, positives: densities[0]! });
    const byRatio = areaUnderRoc({ negatives: of(others), positives: of(own) });
    expect(byDensity).toBeLessThan(0.6);
    expect(byRatio).toBeGreaterThan(0.95);
  });

  it('perturbs the asked share of entries, and leaves the rest', () => {
    const n = 20_000;
    const points = new Float32Array(n).fill(9);
    const mixed = perturbedPoints(points, { rate: 0.3, values: [0, 1], rng: rng(5) });
    const share = (value: number) => mixed.filter((entry) => entry === value).length / n;
    expect(Math.abs(share(9) - 0.7)).toBeLessThan(4 * Math.sqrt(0.21 / n));
    expect(Math.abs(share(0) - 0.15)).toBeLessThan(4 * Math.sqrt(0.13 / n));
    expect([...perturbedPoints(points, { rate: 0, values: [0], rng: rng(5) })]).toEqual([...points]);
  });

  it('leaves no tensor behind', () => {
    const points = draw(6, 3, 0, 1);
    const before = tf.memory().numTensors;
    likelihoodRatio(points, { model, background, dimensions: size });
    expect(tf.memory().numTensors).toBe(before);
  });
});
