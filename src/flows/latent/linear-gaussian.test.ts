import { describe, expect, it } from 'vitest';
import * as tf from '#tf';
import type { Variable } from '#tf';
import { det, inverse, mean, normals, rng, standardError } from '#numerics';
import { elbo } from '../fitting/elbo.ts';
import { buildVae } from './build-vae.ts';
import type { VaeSpec } from './vae-spec.ts';

/**
 * Probabilistic principal components: z ~ N(0, I) in 2 dimensions, x ~ N(zW + b, σ²I) in 3. The columns (rows of W) are orthogonal, so that
 * the posterior N((x − b)Wᵀ S/σ², S) has the diagonal covariance S = (I + WWᵀ/σ²)⁻¹, which a Gaussian encoder can hold exactly.
 */
const [w1, w2] = [
  [1, 0.5, -1],
  [0.2, 0.8, 0.6],
] as const;
const b = [0.3, -0.2, 0.5];
const sd = 0.7;
const spec: VaeSpec = {
  kind: 'vae',
  dimensions: 3,
  latent: 2,
  encoder: { hidden: [], activation: 'tanh' },
  posterior: [],
  decoder: { hidden: [], activation: 'tanh' },
  likelihood: { kind: 'gaussian', deviation: sd },
};
const squares = (w: readonly number[]) => w.reduce((sum, entry) => sum + entry * entry, 0);
const spreads = [w1, w2].map((w) => 1 / (1 + squares(w) / (sd * sd)));
const set = (variable: Variable | undefined, values: readonly number[]) =>
  variable!.assign(tf.tensor([...values], [...variable!.shape]));

/** The model with the exact posterior, its mean moved and its deviation stretched where asked. */
function model({ shift = 0, stretch = 1 } = {}) {
  const built = buildVae(spec, rng(1));
  const [wMean, bMean, , bVariance, wDecoder, bDecoder] = built.parameters;
  const gain = (i: number, j: number) => ([w1, w2][j]![i]! * spreads[j]!) / (sd * sd);
  const toMean = [0, 1, 2].map((i) => [gain(i, 0), gain(i, 1)]);
  set(wMean, toMean.flat());
  set(
    bMean,
    [0, 1].map((j) => shift - b.reduce((sum, value, i) => sum + value * toMean[i]![j]!, 0)),
  );
  set(
    bVariance,
    spreads.map((spread) => Math.log(spread * stretch * stretch)),
  );
  set(wDecoder, [...w1, ...w2]);
  set(bDecoder, b);
  return built;
}

/** log N(x; b, WᵀW + σ²I) by the inverse and the determinant of the covariance. */
function logEvidence(x: readonly number[]): number {
  const covariance = [0, 1, 2].flatMap((i) =>
    [0, 1, 2].map((j) => w1[i]! * w1[j]! + w2[i]! * w2[j]! + (i === j ? sd * sd : 0)),
  );
  const precision = inverse({ n: 3, values: covariance });
  const off = x.map((value, i) => value - b[i]!);
  const distance = off.reduce(
    (sum, a, i) => sum + off.reduce((row, c, j) => row + a * precision[3 * i + j]! * c, 0),
    0,
  );
  return -0.5 * (distance + Math.log(det({ n: 3, values: covariance })) + 3 * Math.log(2 * Math.PI));
}

const point = [1.2, -0.4, 0.1];
const many = (n: number) => tf.tile(tf.tensor2d([point]), [n, 1]) as tf.Tensor2D;

describe('a linear-Gaussian autoencoder, whose log p(x) is known', () => {
  it('has the bound log p(x) in every draw, when the posterior is exact, with 1 draw or 7', () => {
    const x = tf.tensor2d(normals(rng(2), 30), [10, 3]);
    const rows = Array.from({ length: 10 }, (_, i) => [...x.dataSync().slice(3 * i, 3 * i + 3)]);
    for (const draws of [1, 7]) {
      const bounds = model().bound(x, rng(3), draws).dataSync();
      // Float32 sums of a dozen terms of order 10.
      rows.forEach((row, i) => expect(Math.abs(bounds[i]! - logEvidence(row))).toBeLessThan(2e-5));
    }
  });

  it('falls short of log p(x) by KL(q(z|x) ‖ p(z|x)), when the posterior is another', () => {
    const [shift, stretch] = [0.3, 1.4];
    const n = 20_000;
    const bounds = model({ shift, stretch }).bound(many(n), rng(3)).dataSync();
    const gap = spreads.reduce(
      (sum, spread) => sum + 0.5 * (stretch * stretch + (shift * shift) / spread - 1) - Math.log(stretch),
      0,
    );
    expect(gap).toBeGreaterThan(0.4);
    expect(Math.abs(mean(bounds) - (logEvidence(point) - gap))).toBeLessThan(4 * standardError(bounds));
  });

  it('comes nearer with every further draw of IWAE, and never passes in the mean', () => {
    const other = model({ shift: 0.3, stretch: 1.4 });
    const truth = logEvidence(point);
    const bounds = [1, 4, 16, 64].map((draws) => other.bound(many(2000), rng(4), draws).dataSync());
    const means = bounds.map((values) => mean(values));
    // Each step is many standard errors wide.
    means.slice(1).forEach((value, i) => expect(value).toBeGreaterThan(means[i]! + 3 * standardError(bounds[i + 1]!)));
    means.forEach((value, i) => expect(value).toBeLessThan(truth + 3 * standardError(bounds[i]!)));
    expect(truth - means[3]!).toBeLessThan(0.02);
  });

  it('has the closed divergence that its draws have in the mean', () => {
    const other = model({ shift: 0.3, stretch: 1.4 });
    const n = 20_000;
    const { logPosterior, logPrior } = other.terms(many(n), rng(5));
    const sampled = tf.sub(logPosterior, logPrior).dataSync<'float32'>();
    const closed = other.divergence!(many(1)).dataSync()[0]!;
    expect(Math.abs(closed - mean(sampled))).toBeLessThan(4 * standardError(sampled));
    const loss = (divergence: 'closed-form' | 'sampled') =>
      elbo({ nextBatch: () => many(n), rng: rng(6), divergence })(other, 1)().dataSync()[0]!;
    // The same draws give the reconstruction: the two losses differ by what the divergence does.
    expect(Math.abs(loss('closed-form') - loss('sampled'))).toBeLessThan(4 * standardError(sampled));
    expect(loss('closed-form')).not.toBe(loss('sampled'));
  });

  it('reconstructs the posterior mean and samples the evidence', () => {
    const exact = model();
    const n = 20_000;
    const samples = exact.sample(n, rng(7)).dataSync();
    for (const i of [0, 1, 2]) {
      const column = Float64Array.from({ length: n }, (_, row) => samples[3 * row + i]!);
      expect(Math.abs(mean(column) - b[i]!)).toBeLessThan(4 * standardError(column));
      const variance = w1[i]! ** 2 + w2[i]! ** 2 + sd * sd;
      const squared = column.map((value) => (value - b[i]!) ** 2);
      expect(Math.abs(mean(squared) - variance)).toBeLessThan(4 * standardError(squared));
    }
    const back = exact.reconstruct(many(n), rng(8)).dataSync();
    const dot = (w: readonly number[]) => point.reduce((sum, value, i) => sum + (value - b[i]!) * w[i]!, 0);
    for (const i of [0, 1, 2]) {
      const column = Float64Array.from({ length: n }, (_, row) => back[3 * row + i]!);
      const wanted = b[i]! + (dot(w1) * w1[i]! * spreads[0]! + dot(w2) * w2[i]! * spreads[1]!) / (sd * sd);
      expect(Math.abs(mean(column) - wanted)).toBeLessThan(4 * standardError(column));
    }
  });
});
