import { describe, expect, it } from 'vitest';
import * as tf from '#tf';
import type { Scalar, Tensor2D } from '#tf';
import { mean, normals, rng, standardError } from '#numerics';
import { buildBase } from '../build-base.ts';
import { leakedTensors } from '../laws/bijection-laws.ts';
import { perturb } from '../laws/perturb.ts';
import type { BaseSpec } from '../spec.ts';
import type { Distribution } from '../types.ts';

type Case = { name: string; spec: BaseSpec; reach: number; context?: number[] };
const conditional: BaseSpec = {
  kind: 'conditional-gaussian',
  dimensions: 2,
  context: 2,
  hidden: [4],
  activation: 'tanh',
};

const cases: Case[] = [
  { name: 'standard normal', spec: { kind: 'standard-normal', dimensions: 2 }, reach: 9 },
  { name: 'uniform, d = 1', spec: { kind: 'uniform', dimensions: 1, low: -2, high: 3 }, reach: 4 },
  { name: 'uniform, d = 2', spec: { kind: 'uniform', dimensions: 2, low: -1, high: 1 }, reach: 2 },
  { name: 'logistic, d = 1', spec: { kind: 'logistic', dimensions: 1 }, reach: 24 },
  { name: 'logistic, d = 2', spec: { kind: 'logistic', dimensions: 2 }, reach: 20 },
  { name: 'diagonal Gaussian, d = 1', spec: { kind: 'diagonal-gaussian', dimensions: 1 }, reach: 15 },
  { name: 'diagonal Gaussian, d = 2', spec: { kind: 'diagonal-gaussian', dimensions: 2 }, reach: 15 },
  { name: 'Gaussian of a context', spec: conditional, reach: 15, context: [0.3, -1] },
  { name: 'mixture of classes', spec: { kind: 'class-gaussians', dimensions: 2, classes: 3 }, reach: 20 },
  {
    name: 'mixture of unequal classes, d = 1',
    spec: { kind: 'class-gaussians', dimensions: 1, classes: 2, weights: [1, 3], spread: 4 },
    reach: 25,
  },
  {
    name: 'one class of three',
    spec: { kind: 'class-gaussians', dimensions: 2, classes: 3 },
    reach: 20,
    context: [0, 1, 0],
  },
];

function built({ name, spec }: Case): Distribution {
  const base = buildBase(spec, rng(2, name));
  perturb(base.parameters, rng(3, name), 0.3);
  return base;
}
const rowsOf = (context: number[] | undefined, n: number): Tensor2D | undefined =>
  context && tf.tensor2d(Array.from({ length: n }, () => context));

/** Midpoints of a grid over [−reach, reach]ᵈ, d ≤ 2. */
function grid(dimensions: number, reach: number): { points: Tensor2D; cell: number } {
  const cells = dimensions === 1 ? 4000 : 500;
  const at = (i: number) => ((i + 0.5) / cells - 0.5) * 2 * reach;
  const points = Array.from({ length: cells ** dimensions }, (_, i) =>
    dimensions === 1 ? [at(i)] : [at(i % cells), at(Math.floor(i / cells))],
  );
  return { points: tf.tensor2d(points), cell: ((2 * reach) / cells) ** dimensions };
}

describe.each(cases.map((entry) => [entry.name, entry] as const))('%s', (name, entry) => {
  const base = built(entry);
  const d = base.dimensions!;
  const { points, cell } = grid(d, entry.reach);
  const n = points.shape[0];
  const density = base.logProb(points, rowsOf(entry.context, n)).dataSync<'float32'>().map(Math.exp);
  const uniform = entry.spec.kind === 'uniform';

  it('integrates to 1', () => {
    const total = density.reduce((sum, p) => sum + p * cell, 0);
    // A cell is at most 0.1 wide where deviations are about 1; a uniform's edges lie on cells' edges. Float32 carries 6e-8 a term.
    expect(Math.abs(total - 1)).toBeLessThan(uniform ? 1e-4 : 2e-5);
  });

  it('has samples with the moments of its density, within five standard errors', () => {
    const drawn = base.sample(20_000, rng(5, name), rowsOf(entry.context, 20_000)).dataSync();
    const at = points.dataSync();
    for (let j = 0; j < d; j++) {
      for (const moment of [(x: number) => x, (x: number) => x * x, (x: number) => Math.tanh(x)]) {
        const expected = density.reduce((sum, p, i) => sum + p * cell * moment(at[i * d + j]!), 0);
        const values = Float64Array.from({ length: 20_000 }, (_, i) => moment(drawn[i * d + j]!));
        expect(Math.abs(mean(values) - expected)).toBeLessThan(5 * standardError(values) + 1e-4);
      }
    }
  });

  it('scores its own samples, which the same seed repeats', () => {
    const context = rowsOf(entry.context, 7);
    const { x, logProb } = base.sampleAndLogProb(7, rng(6), context);
    expect(base.sample(7, rng(6), context).dataSync()).toEqual(x.dataSync());
    expect(base.logProb(x, context).dataSync()).toEqual(logProb.dataSync());
    expect(base.sample(7, rng(7), context).dataSync()).not.toEqual(x.dataSync());
  });

  it('explains its log-density by terms that add up to it', () => {
    const context = rowsOf(entry.context, 5);
    const x = base.sample(5, rng(8), context);
    const terms = base.explain!(x, context);
    expect(terms.length).toBeGreaterThanOrEqual(2);
    const sum = tf.addN(terms.map(({ values }) => values));
    expect(sum.shape).toEqual([5]);
    expect(tf.max(tf.abs(tf.sub(sum, base.logProb(x, context)))).dataSync()[0]).toBeLessThan(1e-5);
  });

  it('leaves no tensor behind', () => {
    const context = rowsOf(entry.context, 5);
    const leaked = leakedTensors(() => {
      const { x, logProb } = base.sampleAndLogProb(5, rng(8), context);
      tf.dispose([x, logProb, ...base.explain!(x, context).map(({ values }) => values)]);
    });
    expect(leaked).toBe(0);
  });

  if (base.parameters.length > 0) {
    it('has the gradients of its finite differences, of scores and through samples', () => {
      const context = rowsOf(entry.context, 6);
      const x = tf.tensor2d(normals(rng(9), 6 * d), [6, d]);
      const losses = [
        () => tf.mean<Scalar>(base.logProb(x, context)),
        () => tf.mean<Scalar>(tf.square(base.sampleAndLogProb(6, rng(9), context).x)),
      ];
      for (const loss of losses) {
        const { grads } = tf.variableGrads(() => tf.tidy(loss), [...base.parameters]);
        for (const variable of base.parameters) {
          const values = variable.dataSync<'float32'>().slice();
          const slopes = grads[variable.name]?.dataSync() ?? new Float32Array(values.length);
          slopes.forEach((slope, at) => {
            const shifted = (by: number) => {
              const moved = values.map((value, i) => (i === at ? value + by : value));
              variable.assign(tf.tensor(moved, variable.shape));
              return loss().dataSync()[0]!;
            };
            const [up, down] = [shifted(0.01), shifted(-0.01)];
            expect(Math.abs((up - down) / 0.02 - slope)).toBeLessThan(5e-3 * Math.max(1, Math.abs(slope)));
          });
          variable.assign(tf.tensor(values, variable.shape));
        }
      }
    });
  }
});
