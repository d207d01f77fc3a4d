import { describe, expect, it } from 'vitest';
import * as tf from '#tf';
import type { Scalar, Tensor2D } from '#tf';
import { gaussLegendre, logSumExp, mean, rng, standardError } from '#numerics';
import { elbo, iwae } from '../fitting/elbo.ts';
import { minimise } from '../fitting/minimise.ts';
import { perturb } from '../laws/perturb.ts';
import { vae } from '../recipes/vae.ts';
import type { PosteriorName } from '../recipes/vae.ts';
import { loadWeights, saveWeights } from '../weights.ts';
import { buildVae } from './build-vae.ts';
import type { SpecifiedVae } from './build-vae.ts';
import { bernoulliLikelihood } from './likelihoods.ts';
import type { VaeSpec } from './vae-spec.ts';

const posteriors: readonly PosteriorName[] = ['gaussian', 'planar', 'amortised-planar', 'iaf'];
const coins = (posterior: PosteriorName, latent = 2): SpecifiedVae => {
  const spec = vae({ dimensions: 4, latent, hidden: [6], posterior, layers: 2, likelihood: { kind: 'bernoulli' } });
  // Without kinks, so that finite differences are derivatives.
  const smooth = JSON.parse(JSON.stringify(spec).replaceAll('"relu"', '"tanh"')) as VaeSpec;
  const model = buildVae(smooth, rng(1));
  perturb(model.parameters, rng(2), 0.1);
  // The posterior's mean stays near the prior's, so that a thousand draws are enough; the decoder bends.
  model.parameters.slice(2, 4).forEach((mean) => tf.tidy(() => void mean.assign(tf.mul(mean, 0.2))));
  perturb(model.parameters.slice(-4), rng(3), 0.6);
  return model;
};
const patterns = () => tf.tensor2d([0, 1, 1, 0, 1, 1, 0, 1, 0, 0, 0, 0], [3, 4]);

/** log ∫ exp(log p(x|z)) N(z; 0, I) dz at every row, by quadrature over [−7, 7] in one or two dimensions. */
function logEvidence(likelihoods: (z: Tensor2D) => Tensor2D, latent: number): number[] {
  const { nodes, weights } = gaussLegendre(latent === 1 ? 200 : 60, -7, 7);
  const places = [...nodes].flatMap((a, i) =>
    latent === 1
      ? [{ z: [a], weight: weights[i]! }]
      : [...nodes].map((c, j) => ({ z: [a, c], weight: weights[i]! * weights[j]! })),
  );
  const logs = likelihoods(tf.tensor2d(places.map(({ z }) => z)));
  const [rows, columns] = logs.shape;
  const values = logs.dataSync();
  return Array.from({ length: rows }, (_, row) =>
    logSumExp(
      places.map(({ z, weight }, at) => {
        const square = z.reduce((sum, entry) => sum + entry * entry, 0);
        return values[row * columns + at]! + Math.log(weight) - 0.5 * square - 0.5 * latent * Math.log(2 * Math.PI);
      }),
    ),
  );
}

const repeatRows = (row: Tensor2D, n: number) => tf.tile(row, [n, 1]) as Tensor2D;

describe.each(posteriors)('with a nonlinear decoder and the posterior %s', (posterior) => {
  it.each([1, 2])('the ELBO is at most log p(x) by quadrature, and many draws come near it: %d latent', (latent) => {
    const model = coins(posterior, latent);
    const { logProb } = bernoulliLikelihood(4);
    const rows = [0, 1, 2].map((i) => tf.slice(patterns(), [i, 0], [1, 4]) as Tensor2D);
    const truth = logEvidence((z) => {
      const eta = model.decode(z);
      return tf.stack(rows.map((row) => logProb(repeatRows(row, z.shape[0]), eta))) as Tensor2D;
    }, latent);
    const gaps = rows.map((row, i) => {
      const one = model.bound(repeatRows(row, 2000), rng(3)).dataSync();
      const gap = truth[i]! - mean(one);
      expect(gap).toBeGreaterThan(-3 * standardError(one));
      const many = model.bound(repeatRows(row, 20), rng(4), 1000).dataSync();
      // A thousand draws leave half the ratios' relative variance over 1000 as bias: far below 0.02 here.
      expect(Math.abs(mean(many) - truth[i]!)).toBeLessThan(0.02 + 4 * standardError(many));
      return gap / standardError(one);
    });
    // A posterior that is not the true one leaves a gap in at least one row.
    expect(Math.max(...gaps)).toBeGreaterThan(3);
  });

  it.each([
    ['elbo, sampled', (x: Tensor2D) => elbo({ nextBatch: () => x, rng: rng(5), draws: 2, divergence: 'sampled' })],
    ['elbo, closed form where there is one', (x: Tensor2D) => elbo({ nextBatch: () => x, rng: rng(5) })],
    ['iwae, 3 draws', (x: Tensor2D) => iwae({ nextBatch: () => x, rng: rng(5), draws: 3 })],
  ] as const)('the gradient is that of finite differences: %s', (_, objective) => {
    const model = coins(posterior);
    const loss = (): Scalar => objective(patterns())(model, 1)();
    const { grads } = tf.variableGrads(loss, [...model.parameters]);
    for (const parameter of model.parameters) {
      const values = parameter.dataSync<'float32'>().slice();
      const gradient = grads[parameter.name]!.dataSync();
      // One entry of each, the last: rounding of order 1e-6/h and truncation of order h² stay below the tolerance.
      const [i, h] = [values.length - 1, 4e-3];
      const at = (shift: number) => {
        const moved = values.map((value, j) => (j === i ? value + shift : value));
        parameter.assign(tf.tensor(moved, parameter.shape));
        return loss().dataSync()[0]!;
      };
      const slope = (at(h) - at(-h)) / (2 * h);
      parameter.assign(tf.tensor(values, parameter.shape));
      expect(Math.abs(slope - gradient[i]!)).toBeLessThan(3e-3 * Math.max(1, Math.abs(slope)));
    }
  });

  it('is trained by minimise, leaves no tensor behind, and is loaded as it was saved', async () => {
    const model = coins(posterior);
    const losses: number[] = [];
    const counts = new Set<number>();
    const objective = elbo({ nextBatch: patterns, rng: rng(6), draws: 8 });
    for await (const { loss } of minimise(model, objective, { steps: 40, learningRate: 0.03 })) {
      losses.push(loss);
      counts.add(tf.memory().numTensors);
    }
    expect(counts.size).toBe(1);
    expect(mean(losses.slice(-10))).toBeLessThan(mean(losses.slice(0, 5)) - 0.5);
    const other = coins(posterior);
    loadWeights(other, saveWeights(model));
    expect(other.bound(patterns(), rng(7)).dataSync()).toEqual(model.bound(patterns(), rng(7)).dataSync());
  });
});
