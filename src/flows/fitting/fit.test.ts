import { describe, expect, it } from 'vitest';
import * as tf from '#tf';
import { normals, rng } from '#numerics';
import { buildFlow } from '../build.ts';
import { disposeFlow } from '../flow.ts';
import { realNvp } from '../recipes/real-nvp.ts';
import { saveWeights, weightsHash } from '../weights.ts';
import { adam } from './adam.ts';
import { fit } from './fit.ts';
import type { FitOptions } from './minimise.ts';
import { parameterCount } from './parameter-vector.ts';
import { TrainingDiverged } from './training-diverged.ts';

const build = (seed = 1) => buildFlow(realNvp({ dimensions: 2, layers: 2, hidden: [8] }), rng(seed, 'weights'));

/** A banana: x₂ bends with x₁, far from the origin. */
function banana(step: number) {
  const values = normals(rng(step, 'batch'), 128);
  for (let i = 0; i < values.length; i += 2) {
    const [a, b] = [values[i]!, values[i + 1]!];
    values[i] = 3 + a;
    values[i + 1] = 0.4 * b + 0.5 * a * a - 2;
  }
  return tf.tensor2d(values, [64, 2]);
}

async function run(flow = build(), options: FitOptions = {}) {
  const reports = [];
  for await (const report of fit(flow, banana, { steps: 30, learningRate: 0.01, ...options })) reports.push(report);
  return { flow, reports, hash: weightsHash(saveWeights(flow)) };
}

describe('fit', () => {
  it('lowers the loss', async () => {
    const { reports } = await run(build(), { steps: 120 });
    expect(reports.map(({ step }) => step)).toEqual(Array.from({ length: 120 }, (_, i) => i + 1));
    expect(reports.at(-1)!.loss).toBeLessThan(reports[0]!.loss - 0.3);
  });

  it('gives the same bits from the same seed, others from another', async () => {
    const [first, second, other] = [await run(), await run(), await run(build(2))];
    expect(second.hash).toBe(first.hash);
    expect(second.reports).toEqual(first.reports);
    expect(other.hash).not.toBe(first.hash);
  });

  it('goes on where a saved optimiser stopped, bit for bit', async () => {
    const whole = await run();
    const flow = build();
    const optimiser = adam({ size: parameterCount(flow.parameters) });
    await run(flow, { steps: 12, optimiser });
    const { reports, hash } = await run(flow, { steps: 18, optimiser });
    expect(reports[0]!.step).toBe(13);
    expect(hash).toBe(whole.hash);
  });

  it('starts actnorm from the first batch: z has mean 0 and variance 1 there', async () => {
    const flow = build();
    await run(flow, { steps: 1, learningRate: 0 });
    const z = [...tf.tidy(() => flow.bijection.layers.at(-1)!.inverse(banana(1)).z.dataSync<'float32'>())];
    for (const column of [0, 1]) {
      const values = z.filter((_, i) => i % 2 === column);
      const mean = values.reduce((sum, value) => sum + value, 0) / 64;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 63;
      expect(mean).toBeCloseTo(0, 5);
      expect(variance).toBeCloseTo(1, 4);
    }
  });

  it('leaves no tensor behind, step after step, and none once the flow is disposed of', async () => {
    const before = tf.memory().numTensors;
    const flow = build();
    const counts = [];
    for await (const { step } of fit(flow, banana, { steps: 6 })) counts.push([step, tf.memory().numTensors]);
    expect(new Set(counts.map(([, count]) => count)).size).toBe(1);
    disposeFlow(flow);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('leaves a batch alone that was made outside', async () => {
    const batch = banana(1);
    for await (const report of fit(build(), () => batch, { steps: 3 })) expect(report.loss).toBeGreaterThan(0);
    expect(batch.isDisposed).toBe(false);
  });

  it('asks for the learning rate at every step', async () => {
    const asked: number[] = [];
    const learningRate = (step: number) => {
      asked.push(step);
      return step < 3 ? 0 : 0.01;
    };
    const { reports } = await run(build(), { steps: 4, learningRate });
    expect(asked).toEqual([1, 2, 3, 4]);
    expect(reports).toHaveLength(4);
  });

  it('scales a long gradient down to clipNorm, and reports its length before', async () => {
    const free = await run(build(), { steps: 1 });
    // Adam's first step has the size of the learning rate whatever the gradient's length; its memory m shows the clip.
    const flow = build();
    const optimiser = adam({ size: parameterCount(flow.parameters) });
    const clipped = await run(flow, { steps: 1, clipNorm: 0.01, optimiser });
    expect(clipped.reports[0]!.gradientNorm).toBe(free.reports[0]!.gradientNorm);
    expect(Math.hypot(...optimiser.save().m)).toBeCloseTo(0.1 * 0.01, 6);
  });

  it('refuses a flow with nothing to train', async () => {
    const spec = {
      base: { kind: 'standard-normal', dimensions: 2 },
      layers: [{ kind: 'permutation', order: [1, 0] }],
    } as const;
    const flow = buildFlow(structuredClone(spec) as unknown as Parameters<typeof buildFlow>[0], rng(1));
    await expect(fit(flow, banana).next()).rejects.toThrow('no parameters');
  });
});

describe('training that diverges', () => {
  const broken = (step: number) => (step === 5 ? tf.tensor2d([NaN, 0], [1, 2]) : banana(step));

  it('throws, naming the step, with the last good weights and optimiser in place', async () => {
    const flow = build();
    const optimiser = adam({ size: parameterCount(flow.parameters) });
    const hashes: string[] = [];
    let error: unknown;
    try {
      for await (const { step } of fit(flow, broken, { steps: 9, learningRate: 0.01, optimiser })) {
        hashes[step] = weightsHash(saveWeights(flow));
      }
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(TrainingDiverged);
    expect(error).toMatchObject({ step: 5, loss: NaN });
    expect((error as Error).message).toContain('step 5: the loss is NaN');
    // Step 4 had a finite loss and gradient: the weights it started from are those after step 3.
    expect(weightsHash(saveWeights(flow))).toBe(hashes[3]);
    expect(optimiser.step).toBe(3);
  });

  it('is what an exploding learning rate ends in, and a lower one goes on from', async () => {
    const flow = build();
    const optimiser = adam({ size: parameterCount(flow.parameters) });
    await expect(run(flow, { steps: 200, learningRate: 1e12, optimiser })).rejects.toThrow(TrainingDiverged);
    const { reports } = await run(flow, { steps: 5, learningRate: 1e-3, optimiser });
    expect(reports.every(({ loss }) => Number.isFinite(loss))).toBe(true);
  });
});
