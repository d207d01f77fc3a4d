import { describe, expect, it } from 'vitest';
import * as tf from '#tf';
import type { Tensor2D } from '#tf';
import { normals, rng } from '#numerics';
import { buildFlow } from '../build.ts';
import { fit } from '../fitting/fit.ts';
import { TrainingDiverged } from '../fitting/training-diverged.ts';
import { leakedTensors } from '../laws/bijection-laws.ts';
import { perturb } from '../laws/perturb.ts';
import type { FlowSpec } from '../spec.ts';
import { loadWeights, saveWeights } from '../weights.ts';
import { batchNorm } from './batch-norm.ts';
import { compose } from './compose.ts';
import { invert } from './invert.ts';

/** Rows around (4, 4) with deviation 2. */
const batch = (seed: number, n = 12, d = 2) =>
  tf.tensor2d(
    normals(rng(seed, 'batch'), n * d).map((value) => 4 + 2 * value),
    [n, d],
  );
const largest = (a: tf.Tensor, b: tf.Tensor | number) => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]!;
const column = (x: Tensor2D, j: number) => [...x.dataSync<'float32'>()].filter((_, i) => i % x.shape[1] === j);
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const spread = (values: number[], divisor: number) =>
  values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / divisor;

describe('batch norm in training', () => {
  it('gives every batch the mean of the bias and the deviation of the weight', () => {
    const layer = batchNorm({ dimensions: 2 });
    perturb(layer.parameters, rng(3));
    const [u, bias] = layer.parameters.map((parameter) => parameter.dataSync());
    const { z } = layer.training.inverse(batch(1));
    for (const j of [0, 1]) {
      expect(mean(column(z, j))).toBeCloseTo(bias![j]!, 4);
      expect(Math.sqrt(spread(column(z, j), 12))).toBeCloseTo(Math.exp(u![j]!), 4);
    }
  });

  it.each(['biased', 'unbiased'] as const)('moves the running moments towards the batch (%s)', (variance) => {
    const layer = batchNorm({ dimensions: 2, momentum: 0.25, variance });
    const x = batch(1);
    layer.training.inverse(x);
    const [runningMean, runningVariance] = layer.state!.map((moment) => moment.dataSync());
    const divisor = variance === 'biased' ? 12 : 11;
    for (const j of [0, 1]) {
      expect(runningMean![j]).toBeCloseTo(0.25 * mean(column(x, j)), 5);
      expect(runningVariance![j]).toBeCloseTo(0.75 + 0.25 * spread(column(x, j), divisor), 4);
    }
  });

  it('goes back to the last batch, with the log-dets opposite; evaluation does not', () => {
    const layer = batchNorm({ dimensions: 2 });
    perturb(layer.parameters, rng(3));
    const x = batch(1);
    const pulled = layer.training.inverse(x);
    const pushed = layer.training.forward(pulled.z);
    expect(largest(pushed.x, x)).toBeLessThan(1e-4);
    expect(largest(tf.add(pushed.logDet, pulled.logDet), 0)).toBeLessThan(1e-5);
    expect(largest(layer.forward(pulled.z).x, x)).toBeGreaterThan(0.1);
  });

  it('evaluation moves nothing, and agrees with training after one batch of momentum 1', () => {
    const layer = batchNorm({ dimensions: 2, momentum: 1 });
    perturb(layer.parameters, rng(3));
    const x = batch(1);
    const trained = layer.training.inverse(x);
    const before = layer.state!.map((moment) => [...moment.dataSync()]);
    const evaluated = layer.inverse(x);
    layer.inverse(batch(2));
    expect(layer.state!.map((moment) => [...moment.dataSync()])).toEqual(before);
    expect(largest(evaluated.z, trained.z)).toBeLessThan(1e-5);
    expect(largest(evaluated.logDet, trained.logDet)).toBeLessThan(1e-5);
  });

  it('leaves no tensor behind, and refuses a batch of one row', () => {
    const layer = batchNorm({ dimensions: 2 });
    const x = batch(1);
    expect(leakedTensors(() => tf.dispose(layer.training.inverse(x)))).toBe(0);
    expect(() => layer.training.inverse(batch(1, 1))).toThrow('at least 2 rows, got 1');
  });

  it('is found through compositions and inverses, over the same parameters and state', () => {
    const layer = batchNorm({ dimensions: 2 });
    const f = compose([invert(layer), layer]);
    expect(f.training!.parameters).toEqual(f.parameters);
    expect(f.training!.state).toEqual(f.state);
    const nested = compose([invert(compose([invert(layer)]))]);
    expect(largest(nested.training!.inverse(batch(1)).z, layer.training.inverse(batch(1)).z)).toBe(0);
  });
});

describe('a flow with batch norm', () => {
  const spec: FlowSpec = {
    base: { kind: 'standard-normal', dimensions: 2 },
    layers: [
      { kind: 'lu-linear', dimensions: 2 },
      { kind: 'batch-norm', dimensions: 2 },
    ],
  };

  it('trains on batches and is scored with the running moments, which are saved', async () => {
    const flow = buildFlow(spec, rng(1));
    let loss = Infinity;
    for await (const report of fit(flow, (step) => batch(step, 64), { steps: 100, learningRate: 0.02 }))
      loss = report.loss;
    const x = batch(1000, 400);
    const score = (of: typeof flow) => -tf.mean(of.logProb(x)).dataSync()[0]!;
    // The entropy of N((4, 4), 2² I), which 64 rows estimate to about 0.1.
    const floor = 1 + Math.log(2 * Math.PI) + 2 * Math.log(2);
    expect(Math.abs(score(flow) - floor)).toBeLessThan(0.2);
    expect(Math.abs(loss - floor)).toBeLessThan(0.5);
    const again = buildFlow(spec, rng(2));
    loadWeights(again, saveWeights(flow));
    expect(score(again)).toBe(score(flow));
  });

  it('has its moments back after a batch that makes training diverge', async () => {
    const flow = buildFlow(spec, rng(1));
    const broken = (step: number) => (step === 3 ? tf.tensor2d(new Float32Array(8).fill(NaN), [4, 2]) : batch(step));
    const run = async () => {
      for await (const { loss } of fit(flow, broken)) expect(loss).toBeGreaterThan(0);
    };
    await expect(run()).rejects.toThrow(TrainingDiverged);
    for (const moment of flow.bijection.state!) expect([...moment.dataSync()].every(Number.isFinite)).toBe(true);
  });
});
