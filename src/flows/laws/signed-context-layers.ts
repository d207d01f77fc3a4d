import * as tf from '#tf';
import type { Tensor, Tensor1D, Tensor2D } from '#tf';
import { rng } from '#numerics';
import { amortisedPlanar } from '../bijections/amortised-planar.ts';
import { conditionalAffine } from '../bijections/conditional-affine.ts';
import { planarRoot } from '../bijections/planar-root.ts';
import type { Bijection } from '../types.ts';
import { underContext } from './context-rows.ts';
import { d, signed } from './signed-layers.ts';
import type { Signs, Specimen } from './signed-layers.ts';

const options = () => ({ dimensions: d, contextDimensions: 3, rng: rng(4) });
const read = (context: Tensor2D, weights: Tensor, bias: Tensor): Tensor2D =>
  tf.add(tf.matMul(context, weights as Tensor2D), bias);

/** x = z·exp(+½ℓ) + μ, +½Σℓ;  z = (x − μ)·exp(−½ℓ), −½Σℓ */
function affineWithSigns(signs: Signs): Bijection {
  const real = conditionalAffine(options());
  const half = (context: Tensor2D) => tf.mul<Tensor2D>(real.moments(context).logVariance, 0.5);
  return underContext({
    ...real,
    forward: (z, context) => {
      const stretched = tf.mul(z, tf.exp(signed(signs[0], half(context!))));
      const x = tf.add<Tensor2D>(stretched, signed(signs[1], real.moments(context!).mean));
      return { x, logDet: tf.sum<Tensor1D>(signed(signs[2], half(context!)), 1) };
    },
    inverse: (x, context) => {
      const away = tf.add(x, signed(signs[3], real.moments(context!).mean));
      const z = tf.mul<Tensor2D>(away, tf.exp(signed(signs[4], half(context!))));
      return { z, logDet: tf.sum<Tensor1D>(signed(signs[5], half(context!)), 1) };
    },
  });
}

/** x = z + û·tanh(w·z + b), +log|1 + w·û·(1 − tanh²)|;  z = x − û·tanh(s) with s the root for w·x + b, and −log|…| */
function planarWithSigns(signs: Signs): Bijection {
  const real = amortisedPlanar(options());
  const parts = (context: Tensor2D) => {
    const [wu, bu, ww, bw, wb, bb] = real.parameters as readonly Tensor[];
    const w = read(context, ww!, bw!);
    const squares = tf.sum(tf.square(w), 1, true);
    const start = Math.log(Math.E - 1);
    const u = tf.add(read(context, wu!, bu!), tf.mul(w, tf.div(start, squares)));
    const dot = tf.sum<Tensor2D>(tf.mul(w, u), 1, true);
    const gap = tf.softplus(dot);
    const uHat = tf.add<Tensor2D>(u, tf.mul(w, tf.div(tf.sub(tf.sub(gap, 1), dot), squares)));
    return { w, uHat, gap, b: read(context, wb!, bb!) };
  };
  const along = (points: Tensor2D, w: Tensor2D) => tf.sum<Tensor2D>(tf.mul(points, w), 1, true);
  const slope = (s: Tensor2D, gap: Tensor2D, sign: number | undefined): Tensor1D => {
    const bend = tf.mul(tf.sub(gap, 1), tf.sub(1, tf.square(tf.tanh(s))));
    return tf.squeeze(tf.log(tf.abs(tf.add(1, signed(sign, bend)))), [1]);
  };
  return underContext({
    ...real,
    forward: (z, context) => {
      const { w, uHat, gap, b } = parts(context!);
      const s = tf.add<Tensor2D>(along(z, w), signed(signs[0], b));
      const x = tf.add<Tensor2D>(z, signed(signs[1], tf.mul(tf.tanh(s), uHat)));
      return { x, logDet: tf.mul<Tensor1D>(slope(s, gap, signs[2]), signs[3]!) };
    },
    inverse: (x, context) => {
      const { w, uHat, gap, b } = parts(context!);
      const s = planarRoot(tf.add<Tensor2D>(along(x, w), signed(signs[4], b)), gap);
      const z = tf.add<Tensor2D>(x, signed(signs[5], tf.mul(tf.tanh(s), uHat)));
      return { z, logDet: tf.mul<Tensor1D>(slope(s, gap, signs[6]), signs[7]!) };
    },
  });
}

/** The layers that read a context with their signs as arguments, see `signed-layers.ts`. */
export const contextSpecimens: Specimen[] = [
  {
    name: 'conditional affine',
    rightSigns: [1, 1, 1, -1, -1, -1],
    real: () => underContext(conditionalAffine(options())),
    rewritten: affineWithSigns,
  },
  {
    name: 'amortised planar',
    rightSigns: [1, 1, 1, 1, 1, -1, 1, -1],
    real: () => underContext(amortisedPlanar(options())),
    rewritten: planarWithSigns,
  },
];
