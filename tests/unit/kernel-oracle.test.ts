import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as tf from '#tf';
import { normals, rng } from '#numerics';
import { buildFlow, disposeFlow, fuse, saveWeights } from '#flows';
import { randomProgram } from '../support/kernel-oracle/random-programs.ts';
import type { RandomProgram } from '../support/kernel-oracle/random-programs.ts';
import { referenceNll } from '../support/kernel-oracle/reference.ts';
import { testKernels } from '../support/kernels.ts';

/** `KERNEL_PROGRAMS=2000 npx vitest run --project unit tests/unit/kernel-oracle` asks for more; `KERNEL_SEED` repeats a run. */
const programs = Number(process.env['KERNEL_PROGRAMS'] ?? 100);
const seed = Number(process.env['KERNEL_SEED'] ?? 20260);

describe('a fused flow, against the same program in float64', async () => {
  const kernels = await testKernels();
  const worst = { loss: 0, gradient: 0, redrawn: 0 };

  it(
    `has the loss to 1e-6 and the gradient to 1e-5, on ${programs} random programs (seed ${seed})`,
    () => {
      fc.assert(
        fc.property(randomProgram, (program) => {
          const { loss, gradient } = differences(program);
          worst.loss = Math.max(worst.loss, loss);
          worst.gradient = Math.max(worst.gradient, gradient);
          // The bounds of float32: a dozen roundings of 6e-8 in a row's score, and their spread over a sum of slopes.
          expect(loss, 'loss, relative to max(1, |loss|)').toBeLessThanOrEqual(1e-6);
          expect(gradient, 'gradient, relative to max(1, |g|∞) of its parameter').toBeLessThanOrEqual(1e-5);
        }),
        { numRuns: programs, seed },
      );
      console.info(
        `worst of ${programs} programs: loss ${worst.loss.toExponential(1)}, gradient ${worst.gradient.toExponential(1)}; ` +
          `${worst.redrawn} rows redrawn`,
      );
    },
    60_000 + programs * 300,
  );

  function differences({ spec, rows, seed: numbers }: RandomProgram): { loss: number; gradient: number } {
    const flow = fuse(buildFlow(spec, rng(numbers)), kernels);
    expect(flow.fusion.scoring).toEqual({ fused: true });
    randomise(flow.parameters, numbers);
    const parameters = parametersOf(flow);
    const d = spec.base.dimensions;
    const points = Float32Array.from(normals(rng(numbers, 'points'), rows * d));
    let reference = referenceNll(spec, parameters, points);
    for (let again = 0; reference.kinks.size > 0 && again < 20; again++) {
      const fresh = normals(rng(numbers, `again ${again}`), rows * d);
      for (const row of reference.kinks) points.set(fresh.subarray(row * d, (row + 1) * d), row * d);
      worst.redrawn += reference.kinks.size;
      reference = referenceNll(spec, parameters, points);
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
      };
    });
    disposeFlow(flow);
    return result;
  }
});

/** As they are saved, since none of these layers has a state but actnorm's flags, which come last. */
function parametersOf(flow: Parameters<typeof saveWeights>[0]): Float32Array {
  const count = flow.parameters.reduce((sum, { size }) => sum + size, 0);
  return new Float32Array(saveWeights(flow), 0, count);
}

/** θ of order ½: e^s of a large s would turn roundings of s into errors of e^s that are no kernel's fault. */
function randomise(parameters: readonly tf.Variable[], seed: number): void {
  parameters.forEach((parameter, i) => {
    const spread = parameter.rank === 2 ? 0.6 / Math.sqrt(parameter.shape[0]!) : 0.4;
    const values = normals(rng(seed, `parameter ${i}`), parameter.size).map((value) => value * spread);
    tf.tidy(() => void parameter.assign(tf.tensor(Float32Array.from(values), parameter.shape)));
  });
}

function largest(values: ArrayLike<number>, of: (i: number) => number = (i) => values[i]!): number {
  let size = 0;
  for (let i = 0; i < values.length; i++) size = Math.max(size, Math.abs(of(i)));
  return size;
}
