import * as tf from '#tf';
import type { GradSaveFunc, Tensor, Tensor2D } from '#tf';
import { positiveInteger } from '../argument-checks.ts';
import type { Transformer } from '../types.ts';
import type { MixtureFamily } from './mixture-components.ts';
import { mixtureQuantiles } from './mixture-root.ts';
import { exponential } from './scale-maps.ts';
import type { ScaleMap } from './scale-maps.ts';
import { asRow, parameterRows, rows } from './parameter-rows.ts';

export type MixtureCdfOptions = {
  family: MixtureFamily;
  /** Number of components K. */
  components: number;
  /** Where θ = 0 puts the means: evenly over [−spread, spread]. At 0 all components are one, and would be trained as one. */
  spread?: number;
  /** From the parameter to a component's log-scale: `exponential` where left out. */
  logScale?: ScaleMap;
};

/**
 * Mixture CDF, Flow++ (https://arxiv.org/abs/1902.00275 §3.2): scoring pushes x through the distribution function of a mixture
 * and the logit, so that a density with many modes becomes a logistic one.
 *
 * Inverse:  z = logit F(x),   F(x) = Σ_k softmax(π)_k F₀((x − μ_k)·exp(−s_k)),   (π, u, v) = θ,  μ = u + offsets,  s = logScale(v)
 *           log|∂z/∂x| = log F′(x) − log F(x) − log(1 − F(x)), nats, each by log-sum-exp
 * Forward:  x = F⁻¹(σ(z)) by bracketed Newton in float64, to 1e-10·max(1, |x|); where F is flat between far modes, x can be
 *           no better than float32 z allows. Gradients by the implicit function theorem: dx = (dz − ∂logit F/∂θ·dθ) ÷ |∂z/∂x|
 * Shapes:   z, x [n, …];  θ [n, …, 3K]: weights' logits, means, log-scales
 * @throws RangeError or TypeError if components is not a whole number ≥ 1 or spread is not finite and ≥ 0.
 */
export function mixtureCdf({
  family,
  components,
  spread = defaultSpread,
  logScale = exponential,
}: MixtureCdfOptions): Transformer {
  const k = positiveInteger('mixtureCdf: components', components);
  if (!(spread >= 0 && spread < Infinity)) {
    throw new RangeError(`mixtureCdf: spread must be a finite number ≥ 0, got ${spread}.`);
  }
  const offsets = Float32Array.from(mixtureOffsets(k, spread));
  const mixtureOf = (theta: Tensor): Mixture => {
    const table = parameterRows(theta, 3 * k);
    const logits = rows(table, 0, k);
    return {
      logWeights: tf.sub(logits, asRow(tf.logSumExp(logits, 0))),
      means: tf.add(rows(table, k, k), tf.reshape(tf.tensor1d(offsets), [k, 1])),
      logScales: logScale(rows(table, 2 * k, k)),
    };
  };
  return {
    name: `${family.name} mixture`,
    paramsPerDim: 3 * k,
    forward(z, theta) {
      const mixture = mixtureOf(theta);
      const target = asRow(z);
      const table = {
        logWeights: mixture.logWeights.dataSync<'float32'>(),
        means: mixture.means.dataSync<'float32'>(),
        logScales: mixture.logScales.dataSync<'float32'>(),
      };
      const root = tf.tensor2d(mixtureQuantiles(target.dataSync<'float32'>(), table, family), target.shape);
      const atRoot = scored(root, mixture, family);
      const x = implicit(root, tf.sub(target, atRoot.z), atRoot.logSlope);
      const { logSlope } = scored(x, mixture, family);
      return { x: like(x, z), logSlope: like(tf.neg(logSlope), z) };
    },
    inverse(x, theta) {
      const { z, logSlope } = scored(asRow(x), mixtureOf(theta), family);
      return { z: like(z, x), logSlope: like(logSlope, x) };
    },
  };
}

const defaultSpread = 2;

/** Where θ = 0 puts the means. */
export function mixtureOffsets(components: number, spread = defaultSpread): number[] {
  return Array.from({ length: components }, (_, i) =>
    components === 1 ? 0 : spread * ((2 * i) / (components - 1) - 1),
  );
}

/** [K, N] each */
type Mixture = Record<'logWeights' | 'means' | 'logScales', Tensor2D>;

const like = <T extends Tensor>(row: Tensor2D, shaped: T): T => tf.reshape(row, shaped.shape) as Tensor as T;

/** z = logit F(x) and log|∂z/∂x|, [1, N]. */
function scored(x: Tensor2D, { logWeights, means, logScales }: Mixture, family: MixtureFamily) {
  const u = tf.mul<Tensor2D>(tf.sub(x, means), tf.exp(tf.neg(logScales)));
  const total = (terms: Tensor2D): Tensor2D => asRow(tf.logSumExp(tf.add(logWeights, terms), 0));
  const below = total(family.logCdf(u));
  // 1 − F as a sum of its own: near F = 1 a difference would have no digits left.
  const above = total(family.logCdf(tf.neg(u)));
  const density = total(tf.sub(family.logDensity(u), logScales));
  return { z: tf.sub<Tensor2D>(below, above), logSlope: tf.sub<Tensor2D>(density, tf.add(below, above)) };
}

/** The value `root`, with the gradient that the implicit function theorem gives through residual = z − logit F(root). */
function implicit(root: Tensor2D, residual: Tensor2D, logSlope: Tensor2D): Tensor2D {
  const op = tf.customGrad((...inputs) => {
    const save = inputs[1] as unknown as GradSaveFunc;
    save([logSlope]);
    return {
      value: tf.mul(root, 1),
      gradFunc: (dy: Tensor, saved: Tensor[]) => tf.mul(dy, tf.exp(tf.neg(saved[0]!))),
    };
  });
  return op(residual) as Tensor2D;
}
