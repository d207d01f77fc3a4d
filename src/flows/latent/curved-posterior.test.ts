import { describe, expect, it } from 'vitest';
import * as tf from '#tf';
import type { Tensor2D } from '#tf';
import { gaussLegendre, mean, rng } from '#numerics';
import { compose } from '../bijections/compose.ts';
import { conditionalAffine } from '../bijections/conditional-affine.ts';
import { buildFlow } from '../build.ts';
import type { Network } from '../conditioners/network.ts';
import { standardNormal } from '../distributions/standard-normal.ts';
import { elbo } from '../fitting/elbo.ts';
import { minimise } from '../fitting/minimise.ts';
import { flow } from '../flow.ts';
import type { LayerSpec } from '../spec.ts';
import { latentVariableModel } from './latent-variable-model.ts';
import { gaussianLikelihood } from './likelihoods.ts';

/** x ~ N(z₂ + z₁², 0.4²): of one x, the posterior of z is a band along a parabola. */
const deviation = 0.4;
const x = 0;
const decoder: Network = {
  parameters: [],
  apply: (z) => {
    const [first, second] = tf.split(z, 2, 1) as [Tensor2D, Tensor2D];
    return tf.add(second, tf.square(first));
  },
};
const encoder: Network = { parameters: [], apply: (rows) => rows };

function logEvidence(): number {
  const { nodes, weights } = gaussLegendre(120, -6, 6);
  let sum = 0;
  nodes.forEach((a, i) =>
    nodes.forEach((b, j) => {
      const off = (x - b - a * a) / deviation;
      sum += weights[i]! * weights[j]! * Math.exp(-0.5 * (a * a + b * b + off * off));
    }),
  );
  return Math.log(sum) - Math.log(deviation) - 1.5 * Math.log(2 * Math.PI);
}

/** log p(x) less the ELBO of a posterior fitted to this one x: KL(q(z|x) ‖ p(z|x)), nats. */
async function gapOf(layers: LayerSpec[]): Promise<number> {
  const gaussian = conditionalAffine({ dimensions: 2, contextDimensions: 1, rng: rng(1) });
  const base = { kind: 'standard-normal', dimensions: 2 } as const;
  const bent = layers.length > 0 ? buildFlow({ base, layers }, rng(2)).bijection.layers : [];
  const model = latentVariableModel({
    latentDimensions: 2,
    encoder,
    posterior: flow(standardNormal(2), compose([gaussian, ...bent])),
    decoder,
    likelihood: gaussianLikelihood({ dimensions: 1, deviation, variance: 'fixed' }),
  });
  const rows = (n: number) => tf.fill([n, 1], x) as Tensor2D;
  const objective = elbo({ nextBatch: () => rows(48), rng: rng(3) });
  const steps = minimise(model, objective, { steps: 300, learningRate: (step) => (step < 220 ? 0.08 : 0.01) });
  for await (const { loss } of steps) expect(Number.isFinite(loss)).toBe(true);
  return logEvidence() - mean(model.bound(rows(20_000), rng(4)).dataSync());
}

describe('where the true posterior is curved', () => {
  // Three short optimisations: a few seconds on one core, more where cores are shared.
  it('a bent posterior closes a good part of the gap that the Gaussian one leaves', { timeout: 60_000 }, async () => {
    const straight = await gapOf([]);
    const planar = await gapOf(new Array<LayerSpec>(4).fill({ kind: 'planar', dimensions: 2 }));
    const autoregressive = await gapOf([
      {
        kind: 'invert',
        of: {
          kind: 'autoregressive',
          order: [0, 1],
          transformer: { kind: 'affine', scale: { kind: 'tanh', bound: 2 } },
          conditioner: { kind: 'made', hidden: [16], activation: 'tanh', context: 1 },
        },
      },
    ]);
    // All gaps are KL divergences; the bound's standard error is below 0.01.
    expect(straight).toBeGreaterThan(0.2);
    for (const gap of [planar, autoregressive]) {
      expect(gap).toBeGreaterThan(-0.02);
      expect(gap).toBeLessThan(0.7 * straight);
    }
  });
});
