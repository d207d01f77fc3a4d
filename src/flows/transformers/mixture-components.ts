import * as tf from '#tf';
import type { GradSaveFunc, Tensor, Tensor2D } from '#tf';
import { erfc, erfcx, exp, log, log1p } from '#numerics';

/** The standard member (mean 0, scale 1) of a symmetric family, F(−u) = 1 − F(u), on tensors and in float64. */
export type MixtureFamily = {
  readonly name: 'logistic' | 'Gaussian';
  logCdf(u: Tensor2D): Tensor2D;
  logDensity(u: Tensor2D): Tensor2D;
  logCdfAt(u: number): number;
  logDensityAt(u: number): number;
  /** The quantile of σ(z) lies between 0 and reach·z. */
  readonly reach: number;
};

const logRoot2Pi = 0.9189385332046727;

/** F(u) = σ(u), so the quantile of σ(z) is z itself. */
export const logisticFamily: MixtureFamily = {
  name: 'logistic',
  logCdf: (u) => tf.neg(tf.softplus(tf.neg(u))),
  logDensity: (u) => tf.neg(tf.add(tf.softplus(u), tf.softplus(tf.neg(u)))),
  logCdfAt: (u) => (u < 0 ? u - log1p(exp(u)) : -log1p(exp(-u))),
  logDensityAt: (u) => -Math.abs(u) - 2 * log1p(exp(-Math.abs(u))),
  reach: 1,
};

/** F = Φ. logit Φ is convex for u > 0 with slope 4/√(2π) at 0, so the quantile of σ(z) stays within √(2π)/4·z. */
export const gaussianFamily: MixtureFamily = {
  name: 'Gaussian',
  logCdf: logNormalCdf,
  logDensity: (u) => tf.sub(tf.mul(tf.square(u), -0.5), logRoot2Pi),
  logCdfAt: (u) => (u < 0 ? log(0.5 * erfcx(-u * Math.SQRT1_2)) - 0.5 * u * u : log1p(-0.5 * erfc(u * Math.SQRT1_2))),
  logDensityAt: (u) => -0.5 * u * u - logRoot2Pi,
  reach: 0.6267,
};

/** log erfc(a) = log t − a² + P(t), t = 1/(1 + a/2): Numerical Recipes §6.2 (erfcc), relative error of erfc < 1.2e-7. */
const erfcPolynomial = [
  -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223,
  0.17087277,
];

/**
 * log Φ(u), absolute error about 2e-7 and finite as far as u² is. tfjs has no erfc, and erf rounds to 1 where the tail begins.
 * Its gradient φ(u) ÷ Φ(u) is written out, so the approximation is never differentiated.
 */
function logNormalCdf(u: Tensor2D): Tensor2D {
  const op = tf.customGrad((...inputs) => {
    const [at, save] = inputs as unknown as [Tensor2D, GradSaveFunc];
    const value = logNormalCdfValue(at);
    save([at, value]);
    return {
      value,
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [at2, logCdf] = saved as [Tensor2D, Tensor2D];
        const logDensity = tf.sub(tf.mul(tf.square(at2), -0.5), logRoot2Pi);
        return tf.mul(dy, tf.exp(tf.sub(logDensity, logCdf)));
      },
    };
  });
  return op(u) as Tensor2D;
}

function logNormalCdfValue(u: Tensor2D): Tensor2D {
  const size = tf.abs(u);
  const t = tf.div<Tensor2D>(1, tf.add(tf.mul(size, Math.SQRT1_2 / 2), 1));
  let polynomial: Tensor2D = tf.mul(t, erfcPolynomial.at(-1)!);
  for (const coefficient of erfcPolynomial.slice(1, -1).toReversed()) {
    polynomial = tf.mul(tf.add(polynomial, coefficient), t);
  }
  const constant = erfcPolynomial[0]! - Math.LN2;
  const logTail = tf.addN<Tensor2D>([tf.log(t), tf.mul(tf.square(u), -0.5), tf.add(polynomial, constant)]);
  const positive = tf.step(u);
  const logRest = tf.log(tf.sub(1, tf.exp(logTail)));
  return tf.add(tf.mul(positive, logRest), tf.mul(tf.sub(1, positive), logTail));
}
