import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as tf from '#tf';
import { normals, rng } from '#numerics';
import { buildFlow, disposeFlow, fuse, saveWeights } from '#flows';
import { randomImageProgram } from '../support/kernel-oracle/random-images.ts';
import { randomProgram } from '../support/kernel-oracle/random-programs.ts';
import type { RandomProgram } from '../support/kernel-oracle/random-programs.ts';
import { referenceNll } from '../support/kernel-oracle/reference.ts';
import { testKernels } from '../support/kernels.ts';

/** `KERNEL_PROGRAMS=2000 npx vitest run --project unit tests/unit/kernel-oracle` asks for more; `KERNEL_SEED` repeats a run. */
const programs = Number(process.env['KERNEL_PROGRAMS'] ?? 100);
const seed = Number(process.env['KERNEL_SEED'] ?? 20260);

describe('a fused flow, against the same program in float64', async () => {
  const kernels = await testKernels();
  it(
    `has the loss to 1e-6 and the gradient to 1e-5, on ${programs} random programs (seed ${seed})`,
    () => compare('programs', randomProgram, programs),
    60_000 + programs * 300,
  );

  const images = Math.ceil(programs / 8);
  it(
    `has them for images, on ${images} random programs`,
    () => compare('programs of images', randomImageProgram, images),
    60_000 + images * 3000,
  );

  function compare(what: string, arbitrary: typeof randomProgram, count: number): void {
    const worst = { loss: 0, gradient: 0, redrawn: 0 };
    fc.assert(
      fc.property(arbitrary, (program) => {
        const { loss, gradient, redrawn } = differences(program);
        worst.loss = Math.max(worst.loss, loss);
        worst.gradient = Math.max(worst.gradient, gradient);
        worst.redrawn += redrawn;
        // The bounds of float32: a dozen roundings of 6e-8 in a row's score, and their spread over a sum of slopes.
        expect(loss, 'loss, relative to max(1, |loss|)').toBeLessThanOrEqual(1e-6);
        expect(gradient, 'gradient, relative to max(1, |g|∞) of its parameter').toBeLessThanOrEqual(1e-5);
      }),
      { numRuns: count, seed },
    );
    console.info(
      `worst of ${count} ${what}: loss ${worst.loss.toExponential(1)}, gradient ${worst.gradient.toExponential(1)}; ` +
        `${worst.redrawn} rows redrawn`,
    );
  }

  function differences({ spec, rows, seed: numbers, spread = 1 }: RandomProgram): {
    loss: number;
    gradient: number;
    redrawn: number;
  } {
    const flow = fuse(buildFlow(spec, rng(numbers)), kernels);
    expect(flow.fusion.scoring).toEqual({ fused: true });
    randomise(flow.parameters, numbers, spread);
    const saved = savedOf(flow);
    let redrawn = 0;
    const d = spec.base.dimensions;
    const points = Float32Array.from(normals(rng(numbers, 'points'), rows * d));
    let reference = referenceNll(spec, saved, points);
    for (let again = 0; reference.kinks.size > 0 && again < 20; again++) {
      const fresh = normals(rng(numbers, `again ${again}`), rows * d);
      for (const row of reference.kinks) points.set(fresh.subarray(row * d, (row + 1) * d), row * d);
      redrawn += reference.kinks.size;
      reference = referenceNll(spec, saved, points);
    }
    // Rows that stay near a kink (a unit whose input no row can change) make the gradient's truth uncertain.
    fc.pre(reference.kinks.size === 0);
    const result = tf.tidy(() => {
      const x = tf.variable(tf.tensor2d(points, [rows, d]));
      const { value, grads } = tf.variableGrads(() => tf.neg(tf.mean(flow.logProb(x))), [...flow.parameters, x]);
      let offset = 0;
      const truths = flow.parameters.map(({ size }) => reference.gradient.subarray(offset, (offset += size)));
      const errors = [...truths, reference.pointGradient].map((truth, i) => {
        const gradient = grads[(flow.parameters[i] ?? x).name]!.dataSync();
        return largest(truth, (at) => gradient[at]! - truth[at]!) / Math.max(1, largest(truth));
      });
      x.dispose();
      return {
        loss: Math.abs(value.dataSync()[0]! - reference.loss) / Math.max(1, Math.abs(reference.loss)),
        gradient: Math.max(...errors),
        redrawn,
      };
    });
    disposeFlow(flow);
    return result;
  }
});

/** Parameters as they are saved, and the state behind them. */
function savedOf(flow: Parameters<typeof saveWeights>[0]): { parameters: Float32Array; state: Float32Array } {
  const count = flow.parameters.reduce((sum, { size }) => sum + size, 0);
  const saved = new Float32Array(saveWeights(flow));
  return { parameters: saved.subarray(0, count), state: saved.subarray(count) };
}

/** θ of order ½: e^s of a large s would turn roundings of s into errors of e^s that are no kernel's fault. */
function randomise(parameters: readonly tf.Variable[], seed: number, size: number): void {
  parameters.forEach((parameter, i) => {
    const fanIn = parameter.size / parameter.shape.at(-1)!;
    const spread = size * (parameter.rank > 1 ? 0.6 / Math.sqrt(fanIn) : 0.4);
    const values = normals(rng(seed, `parameter ${i}`), parameter.size).map((value) => value * spread);
    tf.tidy(() => void parameter.assign(tf.tensor(Float32Array.from(values), parameter.shape)));
  });
}

function largest(values: ArrayLike<number>, of: (i: number) => number = (i) => values[i]!): number {
  let size = 0;
  for (let i = 0; i < values.length; i++) size = Math.max(size, Math.abs(of(i)));
  return size;
}
