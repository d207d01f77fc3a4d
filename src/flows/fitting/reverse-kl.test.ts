import { describe, expect, it } from 'vitest';
import * as tf from '#tf';
import { rng } from '#numerics';
import { buildFlow } from '../build.ts';
import { planarFlow } from '../recipes/planar-flow.ts';
import { radialFlow } from '../recipes/radial-flow.ts';
import { minimise } from './minimise.ts';
import { logUnnormalised, reverseKl } from './reverse-kl.ts';
import type { UnnormalisedDensity } from './reverse-kl.ts';

/** exp(−½(z₁² + (z₂ − 1)²/s²)): log Z = log 2πs. */
const sd = 0.5;
const gaussian: UnnormalisedDensity = {
  dimensions: 2,
  logUnnormalised: (points) =>
    Float64Array.from({ length: points.length / 2 }, (_, i) => {
      const [a, b] = [points[2 * i]!, (points[2 * i + 1]! - 1) / sd];
      return -0.5 * (a * a + b * b);
    }),
  score: (points) => Float64Array.from(points, (value, at) => (at % 2 === 0 ? -value : -(value - 1) / (sd * sd))),
};
const logNormaliser = Math.log(2 * Math.PI * sd);

describe('the reverse KL objective', () => {
  it('is KL(q‖p) − log Z: for the identity flow, that of two Gaussians', () => {
    const flow = buildFlow(planarFlow({ dimensions: 2, layers: 1 }), rng(1));
    const n = 40_000;
    const loss = tf.tidy(() => reverseKl({ target: gaussian, batchSize: n, rng: rng(2) })(flow, 1)().dataSync()[0]!);
    // KL of N(0, 1) from N(1, s²) in the second coordinate.
    const divergence = Math.log(sd) + (1 + 1) / (2 * sd * sd) - 0.5;
    // The sample's standard deviation is about 5 nats.
    expect(Math.abs(loss - (divergence - logNormaliser))).toBeLessThan((4 * 5) / Math.sqrt(n));
  });

  it('has the gradient of its finite differences', () => {
    const flow = buildFlow(radialFlow({ dimensions: 2, layers: 2 }), rng(3));
    const loss = () => reverseKl({ target: gaussian, batchSize: 16, rng: rng(2) })(flow, 1)();
    const { grads } = tf.variableGrads(loss, [...flow.parameters]);
    for (const parameter of flow.parameters) {
      const values = parameter.dataSync<'float32'>().slice();
      const gradient = grads[parameter.name]!.dataSync();
      values.forEach((value, i) => {
        const h = 5e-3;
        const at = (shift: number) => {
          parameter.assign(
            tf.tensor(
              values.map((other, j) => (j === i ? value + shift : other)),
              parameter.shape,
            ),
          );
          return loss().dataSync()[0]!;
        };
        const slope = (at(h) - at(-h)) / (2 * h);
        parameter.assign(tf.tensor(values, parameter.shape));
        expect(Math.abs(slope - gradient[i]!)).toBeLessThan(5e-3 * Math.max(1, Math.abs(slope)));
      });
    }
  });

  it('is lowered towards −log Z, with the same bits from the same seed and no tensor left behind', async () => {
    const run = async () => {
      const flow = buildFlow(planarFlow({ dimensions: 2, layers: 2 }), rng(1));
      const losses: number[] = [];
      const counts = new Set<number>();
      const objective = reverseKl({ target: gaussian, batchSize: 64, rng: rng(2) });
      for await (const { loss } of minimise(flow, objective, { steps: 60, learningRate: 0.05 })) {
        losses.push(loss);
        counts.add(tf.memory().numTensors);
      }
      expect(counts.size).toBe(1);
      return losses;
    };
    const losses = await run();
    expect(await run()).toEqual(losses);
    const late = losses.slice(-20).reduce((sum, loss) => sum + loss, 0) / 20;
    expect(late).toBeLessThan(losses[0]! - 1);
    expect(late).toBeGreaterThan(-logNormaliser - 0.1);
  });

  it('with annealing is that of the energy β·U, and of U itself from its last step on', () => {
    const flow = buildFlow(planarFlow({ dimensions: 2, layers: 1 }), rng(1));
    const options = { target: gaussian, batchSize: 64, rng: rng(2) };
    const annealed = reverseKl({ ...options, annealing: { from: 0.2, steps: 100 } });
    const loss = (objective: ReturnType<typeof reverseKl>, step: number) =>
      tf.tidy(() => objective(flow, step)().dataSync()[0]!);
    const flatter = (beta: number): UnnormalisedDensity => ({
      ...gaussian,
      logUnnormalised: (points) => Float64Array.from(gaussian.logUnnormalised(points), (value) => beta * value),
    });
    for (const [step, beta] of [
      [50, 0.6],
      [100, 1],
      [250, 1],
    ] as const) {
      const wanted = loss(reverseKl({ ...options, target: flatter(beta) }), step);
      expect(loss(annealed, step)).toBeCloseTo(wanted, 5);
    }
    expect(loss(annealed, 100)).not.toBeCloseTo(loss(reverseKl({ ...options, target: flatter(0.99) }), 100), 5);
  });

  it.each([
    [{ from: 0, steps: 10 }, 'reverseKl: annealing: from must be a finite number > 0, got 0'],
    [{ from: 1.5, steps: 10 }, 'reverseKl: annealing: from must be at most 1, got 1.5'],
    [{ from: 0.5, steps: 0 }, 'reverseKl: annealing: steps must be a whole number ≥ 1, got 0'],
  ])('refuses the annealing %o', (annealing, message) => {
    expect(() => reverseKl({ target: gaussian, batchSize: 4, rng: rng(1), annealing })).toThrow(message);
  });

  it('has the target’s score for a gradient', () => {
    const x = tf.tensor2d([0.5, 2, -1, 0], [2, 2]);
    const gradient = tf.grad((points) => tf.sum(logUnnormalised(gaussian, points as tf.Tensor2D)))(x);
    expect([...gradient.dataSync()]).toEqual([-0.5, -4, 1, 4]);
  });

  it('refuses a flow of another size, and an empty batch', () => {
    const flow = buildFlow(planarFlow({ dimensions: 3, layers: 1 }), rng(1));
    expect(() => reverseKl({ target: gaussian, batchSize: 4, rng: rng(1) })(flow, 1)).toThrow(
      'the target has 2 dimensions, the flow 3',
    );
    expect(() => reverseKl({ target: gaussian, batchSize: 0, rng: rng(1) })).toThrow(
      'batchSize must be a whole number',
    );
  });
});
