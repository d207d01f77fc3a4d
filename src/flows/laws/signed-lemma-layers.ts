import * as tf from '#tf';
import type { Tensor, Tensor1D, Tensor2D } from '#tf';
import { normals, rng } from '#numerics';
import { batchNorm } from '../bijections/batch-norm.ts';
import { householder } from '../bijections/householder.ts';
import { planarRoot } from '../bijections/planar-root.ts';
import { planar, planarDirection } from '../bijections/planar.ts';
import { pluLinear } from '../bijections/plu-linear.ts';
import { radial } from '../bijections/radial.ts';
import type { Bijection } from '../types.ts';
import { d } from './signed-layers.ts';
import type { Signs, Specimen } from './signed-layers.ts';

const signed = (sign: number | undefined, tensor: Tensor) => tf.mul<Tensor2D>(tensor, sign!);
const perRow = (value: Tensor, like: Tensor2D) => tf.tile(tf.reshape(value, [1]), [like.shape[0]]) as Tensor1D;
const flat = (column: Tensor) => tf.reshape(column, [column.shape[0]!]) as Tensor1D;

const realPlanar = () => planar({ dimensions: d, rng: rng(4) });

/** x = z + û·tanh(w·z + b), +log|1 + w·û·(1 − tanh²)|;  z = x − û·tanh(s) with s the root for w·x + b, and −log|…| */
function planarWithSigns(signs: Signs): Bijection {
  const real = realPlanar();
  const [u, w, b] = real.parameters as readonly Tensor[] as readonly [Tensor, Tensor, Tensor];
  const project = (points: Tensor2D) => tf.matMul<Tensor2D>(points, tf.reshape(w, [d, 1]));
  const slope = (s: Tensor, gap: Tensor, sign: number | undefined) =>
    flat(tf.log(tf.abs(tf.add(1, signed(sign, tf.mul(tf.sub(gap, 1), tf.sub(1, tf.square(tf.tanh(s)))))))));
  return {
    ...real,
    forward: (z) => {
      const { uHat, gap } = planarDirection(u, w);
      const s = tf.add(project(z), signed(signs[0], b));
      const x = tf.add<Tensor2D>(z, signed(signs[1], tf.mul(tf.tanh(s), uHat)));
      return { x, logDet: tf.mul<Tensor1D>(slope(s, gap, signs[2]), signs[3]!) };
    },
    inverse: (x) => {
      const { uHat, gap } = planarDirection(u, w);
      const s = planarRoot(tf.add<Tensor2D>(project(x), signed(signs[4], b)), gap);
      const z = tf.add<Tensor2D>(x, signed(signs[5], tf.mul(tf.tanh(s), uHat)));
      return { z, logDet: tf.mul<Tensor1D>(slope(s, gap, signs[6]), signs[7]!) };
    },
  };
}

const realRadial = () => radial({ dimensions: d, rng: rng(4) });

/** With away = z − z₀ and r its length: x = z₀ + away·(1 + β̂h);  z = z₀ + away/(1 + β̂h), r from the quadratic's root. */
function radialWithSigns(signs: Signs): Bijection {
  const real = realRadial();
  const [a, b, centre] = real.parameters as readonly Tensor[] as readonly [Tensor, Tensor, Tensor];
  const parts = () => {
    const alpha = tf.abs(a);
    return { alpha, beta: tf.sub(tf.softplus(b), alpha) };
  };
  const length = (away: Tensor2D) => tf.sqrt(tf.sum<Tensor2D>(tf.square(away), 1, true));
  const logDet = (r: Tensor, sign: number | undefined) => {
    const { alpha, beta } = parts();
    const h = tf.div(1, tf.add(alpha, r));
    const grown = tf.add(1, tf.mul(beta, h));
    const along = tf.add(grown, signed(sign, tf.mul(tf.mul(beta, r), tf.square(h))));
    return flat(tf.add(tf.mul(tf.log(grown), d - 1), tf.log(along)));
  };
  const growth = (r: Tensor) => {
    const { alpha, beta } = parts();
    return tf.add(1, tf.div(beta, tf.add(alpha, r)));
  };
  return {
    ...real,
    forward: (z) => {
      const away = tf.add<Tensor2D>(z, signed(signs[0], centre));
      const r = length(away);
      const x = tf.add<Tensor2D>(signed(signs[1], centre), tf.mul(away, growth(r)));
      return { x, logDet: tf.mul<Tensor1D>(logDet(r, signs[2]), signs[3]!) };
    },
    inverse: (x) => {
      const { alpha, beta } = parts();
      const away = tf.add<Tensor2D>(x, signed(signs[4], centre));
      const y = length(away);
      const linear = tf.add(y, signed(signs[5], tf.add(alpha, beta)));
      const root = tf.sqrt(tf.add(tf.square(linear), tf.mul(tf.mul(y, alpha), 4)));
      const r = tf.mul(tf.add(linear, signed(signs[6], root)), 0.5);
      const z = tf.add<Tensor2D>(signed(signs[7], centre), tf.div(away, growth(r)));
      return { z, logDet: tf.mul<Tensor1D>(logDet(r, signs[8]), signs[9]!) };
    },
  };
}

const realHouseholder = () => householder({ dimensions: d, reflections: 1, rng: rng(4) });

/** x = z − 2(z·v)v/‖v‖², both ways */
function householderWithSigns(signs: Signs): Bijection {
  const real = realHouseholder();
  const v = real.parameters[0]! as Tensor as Tensor2D;
  const mirror = (points: Tensor2D, sign: number | undefined) => {
    const along = tf.div(tf.matMul(points, tf.transpose(v)), tf.sum(tf.square(v)));
    return tf.add<Tensor2D>(points, signed(sign, tf.mul(tf.mul(along, v), 2)));
  };
  return {
    ...real,
    forward: (z) => ({ ...real.forward(z), x: mirror(z, signs[0]) }),
    inverse: (x) => ({ ...real.inverse(x), z: mirror(x, signs[1]) }),
  };
}

const realPlu = () => pluLinear({ order: [1, 2, 0], signs: [1, -1, 1] });

/** The log-det of W⁻¹ forward, of W inverse: −Σ and +Σ of the log-scales on the diagonal. */
function pluWithSigns(signs: Signs): Bijection {
  const real = realPlu();
  const eye = Float32Array.from({ length: d * d }, (_, at) => (at % (d + 1) === 0 ? 1 : 0));
  const total = () => tf.sum(tf.mul(real.parameters[0]!, tf.tensor2d(eye, [d, d])));
  return {
    ...real,
    forward: (z) => ({ ...real.forward(z), logDet: perRow(signed(signs[0], total()), z) }),
    inverse: (x) => ({ ...real.inverse(x), logDet: perRow(signed(signs[1], total()), x) }),
  };
}

function realBatchNorm(): Bijection {
  const layer = batchNorm({ dimensions: d });
  layer.training.inverse(
    tf.tensor2d(
      normals(rng(5), 8 * d).map((value) => 5 * value + 20),
      [8, d],
    ),
  );
  return layer;
}

/** x = (z − b)·√(v + ε)/weight + m, +Σ;  z = (x − m)·weight/√(v + ε) + b, −Σ */
function batchNormWithSigns(signs: Signs): Bijection {
  const real = realBatchNorm();
  const [u, bias] = real.parameters as readonly Tensor[] as readonly [Tensor, Tensor];
  const [mean, variance] = real.state as readonly Tensor[] as readonly [Tensor, Tensor];
  const logSlope = () => tf.sub(tf.mul(tf.log(tf.add(variance, 1e-5)), 0.5), u);
  return {
    ...real,
    forward: (z) => {
      const away = tf.mul(tf.add(z, signed(signs[0], bias)), tf.exp(signed(signs[1], logSlope())));
      const x = tf.add<Tensor2D>(away, signed(signs[2], mean));
      return { x, logDet: perRow(signed(signs[3], tf.sum(logSlope())), z) };
    },
    inverse: (x) => {
      const away = tf.mul(tf.add(x, signed(signs[4], mean)), tf.exp(signed(signs[5], logSlope())));
      const z = tf.add<Tensor2D>(away, signed(signs[6], bias));
      return { z, logDet: perRow(signed(signs[7], tf.sum(logSlope())), x) };
    },
  };
}

/** The layers of chapters 4 and 5 with their signs as arguments, see `signed-layers.ts`. */
export const linearAndLemmaSpecimens: Specimen[] = [
  { name: 'planar', rightSigns: [1, 1, 1, 1, 1, -1, 1, -1], real: realPlanar, rewritten: planarWithSigns },
  { name: 'radial', rightSigns: [-1, 1, -1, 1, -1, -1, 1, 1, -1, -1], real: realRadial, rewritten: radialWithSigns },
  { name: 'Householder', rightSigns: [-1, -1], real: realHouseholder, rewritten: householderWithSigns },
  { name: 'PLU linear', rightSigns: [-1, 1], real: realPlu, rewritten: pluWithSigns },
  {
    name: 'batch norm',
    rightSigns: [-1, 1, 1, 1, -1, -1, 1, -1],
    real: realBatchNorm,
    rewritten: batchNormWithSigns,
  },
];
