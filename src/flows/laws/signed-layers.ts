import * as tf from '#tf';
import type { Tensor, Tensor1D, Tensor2D } from '#tf';
import { rng } from '#numerics';
import { actnorm } from '../bijections/actnorm.ts';
import { autoregressive } from '../bijections/autoregressive.ts';
import { compose } from '../bijections/compose.ts';
import { coupling } from '../bijections/coupling.ts';
import { invert } from '../bijections/invert.ts';
import { luLinear } from '../bijections/lu-linear.ts';
import { made } from '../conditioners/made.ts';
import { mlp } from '../conditioners/mlp.ts';
import { additiveTransformer } from '../transformers/additive.ts';
import { affineTransformer } from '../transformers/affine.ts';
import { exponential } from '../transformers/scale-maps.ts';
import type { Bijection, Transformer } from '../types.ts';

/**
 * The laws must be able to fail. Every layer kind is written here a second time, with its signs as arguments: with the
 * right signs it is the library's layer, number for number; with any one of them turned, some law must go red.
 */
export type Signs = readonly number[];
export type Specimen = {
  name: string;
  /** One entry for every sign in the layer's formulas. */
  rightSigns: Signs;
  real: () => Bijection;
  rewritten: (signs: Signs) => Bijection;
};

export const mask = [1, 0, 1];
export const d = mask.length;
export const conditioner = (paramsPerDim: number) =>
  mlp({
    dimensions: d,
    paramsPerDim,
    hidden: [6],
    activation: 'tanh',
    rng: rng(1),
  });
const perRow = (value: Tensor, like: Tensor2D) => tf.tile(tf.reshape(value, [1]), [like.shape[0]]) as Tensor1D;
export const signed = (sign: number | undefined, tensor: Tensor) => tf.mul<Tensor2D>(tensor, sign!);

/** x = z·exp(+s) + t, +s;  z = (x − t)·exp(−s), −s */
const affineWithSigns = (signs: Signs): Transformer => ({
  ...affineTransformer({ scale: exponential }),
  forward<T extends Tensor>(z: T, theta: Tensor) {
    const [t, s] = tf.unstack(theta, 2) as [T, T];
    const x = tf.add<T>(tf.mul(z, tf.exp(signed(signs[0], s))), signed(signs[1], t));
    return { x, logSlope: signed(signs[2], s) as Tensor as T };
  },
  inverse<T extends Tensor>(x: T, theta: Tensor) {
    const [t, s] = tf.unstack(theta, 2) as [T, T];
    const z = tf.mul<T>(tf.add(x, signed(signs[3], t)), tf.exp(signed(signs[4], s)));
    return { z, logSlope: signed(signs[5], s) as Tensor as T };
  },
});

/** x = z + t;  z = x − t */
const additiveWithSigns = (signs: Signs): Transformer => ({
  ...additiveTransformer,
  forward<T extends Tensor>(z: T, theta: Tensor) {
    return {
      x: tf.add<T>(z, signed(signs[0], tf.reshape(theta, z.shape))),
      logSlope: tf.zerosLike(z),
    };
  },
  inverse<T extends Tensor>(x: T, theta: Tensor) {
    return {
      z: tf.add<T>(x, signed(signs[1], tf.reshape(theta, x.shape))),
      logSlope: tf.zerosLike(x),
    };
  },
});

export const couplingOf = (transformer: Transformer) =>
  coupling({
    mask,
    transformer,
    conditioner: conditioner(transformer.paramsPerDim),
  });

const order = [2, 0, 1];
const autoregressiveOf = (transformer: Transformer) =>
  autoregressive({
    order,
    transformer,
    conditioner: made({ order, paramsPerDim: 2, hidden: [6], activation: 'tanh', rng: rng(1) }),
  });

/** x = z·exp(+s) + b, +Σs;  z = (x − b)·exp(−s), −Σs */
function actnormWithSigns(signs: Signs): Bijection {
  const real = actnorm(d);
  const [s, b] = real.parameters;
  return {
    ...real,
    forward: (z) => ({
      x: tf.add<Tensor2D>(tf.mul(z, tf.exp(signed(signs[0], s!))), signed(signs[1], b!)),
      logDet: perRow(signed(signs[2], tf.sum(s!)), z),
    }),
    inverse: (x) => ({
      z: tf.mul<Tensor2D>(tf.add(x, signed(signs[3], b!)), tf.exp(signed(signs[4], s!))),
      logDet: perRow(signed(signs[5], tf.sum(s!)), x),
    }),
  };
}

/** The matrix layer around its bias and log-det: x = Wz + b, +log|det|;  z = W⁻¹(x − b), −log|det| */
function luLinearWithSigns(signs: Signs): Bijection {
  const real = luLinear(d);
  const bias = real.parameters[1]!;
  return {
    ...real,
    forward: (z) => {
      const { x, logDet } = real.forward(z);
      const linear = tf.sub<Tensor2D>(x, bias);
      return {
        x: tf.add<Tensor2D>(linear, signed(signs[0], bias)),
        logDet: tf.mul<Tensor1D>(logDet, signs[1]!),
      };
    },
    inverse: (x) => {
      const { z, logDet } = real.inverse(tf.add<Tensor2D>(tf.add(x, signed(signs[2], bias)), bias));
      return { z, logDet: tf.mul<Tensor1D>(logDet, -signs[3]!) };
    },
  };
}

/** log|det| = +Σ of the layers', each way. */
function composeWithSigns(signs: Signs): Bijection {
  const [first, second] = [actnorm(d), couplingOf(affineTransformer({ scale: exponential }))];
  const real = compose([first, second]);
  return {
    ...real,
    forward: (z) => {
      const [a, b] = real.trace(z) as [{ logDet: Tensor1D }, { x: Tensor2D; logDet: Tensor1D }];
      return {
        x: b.x,
        logDet: tf.add<Tensor1D>(signed(signs[0], a.logDet), signed(signs[1], b.logDet)),
      };
    },
    inverse: (x) => {
      const [b, a] = real.traceInverse(x) as [{ logDet: Tensor1D }, { z: Tensor2D; logDet: Tensor1D }];
      return {
        z: a.z,
        logDet: tf.add<Tensor1D>(signed(signs[2], a.logDet), signed(signs[3], b.logDet)),
      };
    },
  };
}

/** x = f⁻¹(z), + its log-det;  z = f(x), + its log-det */
function invertWithSigns(signs: Signs): Bijection {
  const real = invert(actnorm(d));
  return {
    ...real,
    forward: (z) => {
      const { x, logDet } = real.forward(z);
      return { x, logDet: tf.mul<Tensor1D>(logDet, signs[0]!) };
    },
    inverse: (x) => {
      const { z, logDet } = real.inverse(x);
      return { z, logDet: tf.mul<Tensor1D>(logDet, signs[1]!) };
    },
  };
}

export const specimens: Specimen[] = [
  {
    name: 'affine coupling',
    rightSigns: [1, 1, 1, -1, -1, -1],
    real: () => couplingOf(affineTransformer({ scale: exponential })),
    rewritten: (signs) => couplingOf(affineWithSigns(signs)),
  },
  {
    name: 'additive coupling',
    rightSigns: [1, -1],
    real: () => couplingOf(additiveTransformer),
    rewritten: (signs) => couplingOf(additiveWithSigns(signs)),
  },
  {
    name: 'affine autoregressive',
    rightSigns: [1, 1, 1, -1, -1, -1],
    real: () => autoregressiveOf(affineTransformer({ scale: exponential })),
    rewritten: (signs) => autoregressiveOf(affineWithSigns(signs)),
  },
  {
    name: 'actnorm',
    rightSigns: [1, 1, 1, -1, -1, -1],
    real: () => actnorm(d),
    rewritten: actnormWithSigns,
  },
  {
    name: 'LU linear',
    rightSigns: [1, 1, -1, -1],
    real: () => luLinear(d),
    rewritten: luLinearWithSigns,
  },
  {
    name: 'composition',
    rightSigns: [1, 1, 1, 1],
    real: () => compose([actnorm(d), couplingOf(affineTransformer({ scale: exponential }))]),
    rewritten: composeWithSigns,
  },
  {
    name: 'inverse',
    rightSigns: [1, 1],
    real: () => invert(actnorm(d)),
    rewritten: invertWithSigns,
  },
];
