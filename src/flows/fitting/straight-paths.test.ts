import { describe, expect, it } from 'vitest';
import * as tf from '#tf';
import type { Scalar, Tensor, Tensor1D, Tensor2D, Variable } from '#tf';
import { gaussLegendre, normals, rk4, rng } from '#numerics';
import { buildFlow } from '../build.ts';
import { continuous } from '../continuous/continuous.ts';
import { standardNormal } from '../distributions/standard-normal.ts';
import { flow } from '../flow.ts';
import { makeVariable } from '../make-variable.ts';
import { ffjord } from '../recipes/ffjord.ts';
import { realNvp } from '../recipes/real-nvp.ts';
import type { Flow, VectorField } from '../types.ts';
import { flowMatching } from './flow-matching.ts';
import { minimise } from './minimise.ts';
import type { Objective } from './objective.ts';
import { independentPairs, rectifiedFlow, reflowPairs } from './rectified-flow.ts';

// Data N(m, s²I) in d dimensions: everything about the paths to them is Gaussian and known.
const d = 2;
const [m, s] = [1.5, 0.4];
const n = 4000;
const gaussianBatch = (step: number): Tensor2D =>
  tf.tensor2d(
    normals(rng(step, 'data'), n * d).map((value) => m + s * value),
    [n, d],
  );

type Line = (t: number) => { slope: number; offset: number };

/** Var x_t and the covariance of the path's velocity with x_t, in one dimension. */
function moments(t: number, sigma: number) {
  const kept = 1 - (1 - sigma) * t;
  return { variance: kept ** 2 + t ** 2 * s ** 2, covariance: t * s ** 2 - (1 - sigma) * kept };
}

/** E[x − (1 − σ)z | x_t], a line in x_t. */
const bestLine =
  (sigma: number): Line =>
  (t) => {
    const { variance, covariance } = moments(t, sigma);
    const slope = covariance / variance;
    return { slope, offset: m - slope * t * m };
  };

/** v(z, t) = (slope(t) + a)·z + offset(t) + b, with a and b to train; at 0 it is the line itself. */
function lineField(line: Line): { field: VectorField; change: [Variable, Variable] } {
  const change: [Variable, Variable] = [makeVariable([1]), makeVariable([1])];
  const [a, b] = change as readonly Tensor[] as [Tensor, Tensor];
  const column = (values: number[]) => tf.tensor2d(values, [values.length, 1]);
  const at = (t: number | Tensor1D) => {
    const lines = (typeof t === 'number' ? [t] : [...t.dataSync<'float32'>()]).map(line);
    return { slope: tf.add(column(lines.map((l) => l.slope)), a), offset: column(lines.map((l) => l.offset)) };
  };
  const velocity: VectorField['velocity'] = (z, t) => {
    const { slope, offset } = at(t);
    return tf.add(tf.add<Tensor2D>(tf.mul(slope, z), offset), b);
  };
  const field: VectorField = {
    name: 'line',
    dimensions: d,
    parameters: change,
    velocity,
    velocityAndTangent: (z, t, tangent) => ({ v: velocity(z, t), jv: tf.mul(at(t).slope, tangent) }),
    velocityAndDivergence: (z, t) => ({
      v: velocity(z, t),
      div: tf.mul<Tensor1D>(tf.mul(tf.ones([z.shape[0]]), tf.reshape(at(t).slope, [-1])), d),
    }),
  };
  return { field, change };
}

const flowAlong = (line: Line): Flow =>
  flow(standardNormal(d), continuous({ field: lineField(line).field, solver: rk4({ steps: 40 }) }));

/** Mean and standard error of a loss over steps. */
function meanLoss(objective: Objective, of: Flow, steps = 12) {
  const losses = Array.from({ length: steps }, (_, k) => tf.tidy(() => objective(of, k + 1)().dataSync()[0]!));
  const mean = losses.reduce((sum, loss) => sum + loss, 0) / steps;
  const variance = losses.reduce((sum, loss) => sum + (loss - mean) ** 2, 0) / (steps - 1);
  return { mean, error: Math.sqrt(variance / steps) };
}

describe.each([0, 0.3])('flow matching to a Gaussian, sigma %s', (sigma) => {
  const objective = flowMatching({ nextBatch: gaussianBatch, rng: rng(3), sigma });

  it('has its least loss, known in closed form, at the field E[velocity | x_t]', () => {
    const { nodes, weights } = gaussLegendre(40);
    const least = nodes.reduce((sum, node, i) => {
      const t = (node + 1) / 2;
      const { variance, covariance } = moments(t, sigma);
      return sum + (weights[i]! / 2) * d * (s ** 2 + (1 - sigma) ** 2 - covariance ** 2 / variance);
    }, 0);
    if (sigma === 0) expect(least).toBeCloseTo((d * s * Math.PI) / 2, 6);
    const { mean, error } = meanLoss(objective, flowAlong(bestLine(sigma)));
    expect(error).toBeLessThan(0.02);
    expect(Math.abs(mean - least)).toBeLessThan(4 * error);
  });

  it('is stationary there, and not beside it', () => {
    const gradientAt = (a: number, b: number) => {
      const { field, change } = lineField(bestLine(sigma));
      change[0].assign(tf.tensor1d([a]));
      change[1].assign(tf.tensor1d([b]));
      const of = flow(standardNormal(d), continuous({ field, solver: rk4({ steps: 4 }) }));
      const steps = Array.from({ length: 12 }, (_, k) =>
        tf.tidy(() => {
          const { grads } = tf.variableGrads(objective(of, k + 1), change);
          return change.map(({ name }) => grads[name]!.dataSync<'float32'>()[0]!);
        }),
      );
      return change.map((_, which) => steps.reduce((sum, step) => sum + step[which]!, 0) / steps.length);
    };
    // 48,000 rows of deviation about 2 leave some 0.02.
    for (const slope of gradientAt(0, 0)) expect(Math.abs(slope)).toBeLessThan(0.06);
    expect(gradientAt(0.3, 0)[0]).toBeGreaterThan(0.3);
    expect(gradientAt(0, -0.3)[1]).toBeLessThan(-0.3);
  });

  it('its best field carries the standard normal to the data’s Gaussian, σ wider', () => {
    const z = tf.tensor2d(normals(rng(5), 12), [6, 2]);
    const { x, logDet } = flowAlong(bestLine(sigma)).bijection.forward(z);
    const spread = Math.sqrt(s ** 2 + sigma ** 2);
    expect(tf.max(tf.abs(tf.sub(x, tf.add(tf.mul(z, spread), m)))).dataSync()[0]).toBeLessThan(1e-4);
    logDet.dataSync().forEach((value) => expect(value).toBeCloseTo(d * Math.log(spread), 4));
  });
});

describe('rectified flow', () => {
  it('with independent pairs has the least loss of flow matching at sigma 0', () => {
    const objective = rectifiedFlow({ pairs: independentPairs(gaussianBatch, rng(4)), rng: rng(6) });
    const { mean, error } = meanLoss(objective, flowAlong(bestLine(0)));
    expect(Math.abs(mean - (d * s * Math.PI) / 2)).toBeLessThan(4 * error);
  });

  it('with the pairs of a flow has loss 0 where the paths are straight: x = m + s z at x_t = t m + (1 − t + t s) z', () => {
    const straight: Line = (t) => {
      const slope = (s - 1) / (1 - t + t * s);
      return { slope, offset: m - slope * t * m };
    };
    const pairs = reflowPairs(flowAlong(bestLine(0)), { batchSize: 50, rng: rng(7) });
    const objective = rectifiedFlow({ pairs, rng: rng(8) });
    expect(meanLoss(objective, flowAlong(straight), 3).mean).toBeLessThan(1e-6);
    expect(meanLoss(objective, flowAlong(bestLine(0)), 3).mean).toBeGreaterThan(0.01);
  });
});

describe('training by straight paths', () => {
  /** Bumps at −1 and 1 in every dimension: not what the flow starts with. */
  const bumps = (step: number, rows = 64): Tensor2D => {
    const draws = rng(step, 'bumps');
    const values = Float32Array.from({ length: rows * d }, () => 2 * draws.integer(2) - 1 + 0.2 * draws.normal());
    return tf.tensor2d(values, [rows, d]);
  };
  const objectives: [string, () => Objective][] = [
    ['flow matching', () => flowMatching({ nextBatch: bumps, rng: rng(1) })],
    ['rectified flow', () => rectifiedFlow({ pairs: independentPairs(bumps, rng(1)), rng: rng(2) })],
  ];

  it.each(objectives)('%s lowers −log p, same seed same bits, and leaks nothing', async (_name, make) => {
    const run = async (steps: number) => {
      const model = buildFlow(ffjord({ dimensions: d, hidden: [16] }), rng(1));
      const nll = () => tf.tidy(() => tf.neg<Scalar>(tf.mean(model.logProb(bumps(99, 200)))).dataSync()[0]!);
      const losses: number[] = [];
      const scores: number[] = [];
      const counts = new Set<number>();
      for await (const { step, loss } of minimise(model, make(), { steps, learningRate: 0.02 })) {
        losses.push(loss);
        counts.add(tf.memory().numTensors);
        if (step === 1 || step === steps) scores.push(nll());
      }
      expect(counts.size).toBe(1);
      return { losses, scores };
    };
    const { losses, scores } = await run(60);
    expect((await run(3)).losses).toEqual(losses.slice(0, 3));
    expect(scores[1]!).toBeLessThan(scores[0]! - 0.1);
  });

  it('refuses what has no field of its own, and a sigma that is none', () => {
    const objective = flowMatching({ nextBatch: gaussianBatch, rng: rng(1) });
    const other = buildFlow(realNvp({ dimensions: d, layers: 2, hidden: [4] }), rng(1));
    expect(() => objective(other, 1)).toThrow('flowMatching: the flow must begin, at the base');
    const reads = buildFlow(ffjord({ dimensions: d, hidden: [4], context: 2 }), rng(1));
    expect(() => objective(reads, 1)).toThrow('the field must read no context, but it reads 2 numbers');
    expect(() => flowMatching({ nextBatch: gaussianBatch, rng: rng(1), sigma: 1 })).toThrow('sigma must be in [0, 1)');
    expect(() => reflowPairs(other, { batchSize: 0, rng: rng(1) })).toThrow('batchSize must be a whole number');
  });
});
