import * as tf from '#tf';
import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from '#tf';
import { rng } from '#numerics';
import { actnorm } from '../bijections/actnorm.ts';
import { compose } from '../bijections/compose.ts';
import { directActnorm } from '../bijections/direct-actnorm.ts';
import { fullLinear } from '../bijections/full-linear.ts';
import { pluRotation } from '../bijections/plu-rotation.ts';
import { convnet } from '../conditioners/convnet.ts';
import { sumPerImage } from '../images/image-shape.ts';
import { multiScale } from '../images/multi-scale.ts';
import { pixelwise } from '../images/pixelwise.ts';
import { channelSplit } from '../images/split.ts';
import { squeeze } from '../images/squeeze.ts';
import { flattened } from '../images/flattened.ts';
import { perRow } from '../per-row.ts';
import { parametersOf } from '../transformers/parameters-of.ts';
import { exponential } from '../transformers/scale-maps.ts';
import { shiftFirstAffineTransformer } from '../transformers/shift-first-affine.ts';
import type { Bijection, Transformer } from '../types.ts';
import { couplingOf, d, signed } from './signed-layers.ts';
import type { Signs, Specimen } from './signed-layers.ts';

/** x = (z + t)·exp(+s), +s;  z = x·exp(−s) − t, −s */
const shiftFirstWithSigns = (signs: Signs): Transformer => ({
  ...shiftFirstAffineTransformer({ scale: exponential }),
  forward<T extends Tensor>(z: T, theta: Tensor) {
    const [t, s] = parametersOf(theta) as [T, T];
    const x = tf.mul<T>(tf.add(z, signed(signs[0], t)), tf.exp(signed(signs[1], s)));
    return { x, logSlope: signed(signs[2], s) as Tensor as T };
  },
  inverse<T extends Tensor>(x: T, theta: Tensor) {
    const [t, s] = parametersOf(theta) as [T, T];
    const z = tf.add<T>(tf.mul(x, tf.exp(signed(signs[3], s))), signed(signs[4], t));
    return { z, logSlope: signed(signs[5], s) as Tensor as T };
  },
});

/** x = z ÷ f − o, −Σ log|f|;  z = (x + o)·f, +Σ log|f| */
function directActnormWithSigns(signs: Signs): Bijection {
  const real = directActnorm(d);
  const [offset, factor] = real.parameters;
  const logSize = () => tf.sum(tf.log(tf.abs(factor!)));
  return {
    ...real,
    forward: (z) => ({
      x: tf.add<Tensor2D>(tf.div(z, factor!), signed(signs[0], offset!)),
      logDet: perRow(signed(signs[1], logSize()), z.shape[0]),
    }),
    inverse: (x) => ({
      z: tf.mul<Tensor2D>(tf.add(x, signed(signs[2], offset!)), factor!),
      logDet: perRow(signed(signs[3], logSize()), x.shape[0]),
    }),
  };
}

/** The log-dets of a matrix: + of the layer's own, each way. */
const matrixWithSigns = (real: Bijection, signs: Signs): Bijection => ({
  ...real,
  forward: (z) => {
    const { x, logDet } = real.forward(z);
    return { x, logDet: tf.mul<Tensor1D>(logDet, signs[0]!) };
  },
  inverse: (x) => {
    const { z, logDet } = real.inverse(x);
    return { z, logDet: tf.mul<Tensor1D>(logDet, signs[1]!) };
  },
});

/** Two scales of a 2 × 2 image: the second half of four channels is noise, with a prior that reads the first. */
function twoScales() {
  const coarse = pixelwise({ shape: [1, 1, 2], of: actnorm(2) });
  const fine = compose<Tensor4D>([
    pixelwise({ shape: [1, 1, 4], of: actnorm(4) }),
    squeeze([2, 2, 1]),
  ] as Bijection<Tensor>[]);
  const split = channelSplit([1, 1, 4]);
  const prior = convnet({
    shape: [1, 1, 2],
    channels: 2,
    paramsPerDim: 2,
    hidden: [],
    activation: 'tanh',
    gain: 'none',
    rng: rng(1),
  });
  return { coarse, fine, split, prior };
}

function realMultiScale(): Bijection {
  const { coarse, fine, split, prior } = twoScales();
  return flattened(multiScale([{ map: coarse }, { map: fine, noise: { split, half: 'second' }, prior }]));
}

/** x₂ = z₂·exp(+s) + μ, log-det + of both maps, +Σ s;  z₂ = (x₂ − μ)·exp(−s), + of both maps, −Σ s */
function multiScaleWithSigns(signs: Signs): Bijection {
  const { coarse, fine, split, prior } = twoScales();
  const image = (rows: Tensor, channels: number) => tf.reshape(rows, [-1, 1, 1, channels]) as Tensor4D;
  const total = (parts: [number | undefined, Tensor][]) =>
    tf.addN(parts.map(([sign, part]) => tf.mul(part, sign!))) as Tensor1D;
  return {
    ...realMultiScale(),
    parameters: [...coarse.parameters, ...fine.parameters, ...prior.parameters],
    forward: (z) => {
      const [noise, rest] = tf.split(z, 2, 1) as [Tensor2D, Tensor2D];
      const first = coarse.forward(image(rest, 2));
      const [mu, s] = parametersOf<Tensor4D>(prior.theta(first.x)) as [Tensor4D, Tensor4D];
      const moved = tf.mul(image(noise, 2), tf.exp(signed(signs[0], s)));
      const second = fine.forward(split.join(first.x, tf.add<Tensor4D>(moved, signed(signs[1], mu))));
      return {
        x: tf.reshape(second.x, [-1, 4]) as Tensor2D,
        logDet: total([
          [signs[2], first.logDet],
          [signs[3], second.logDet],
          [signs[4], sumPerImage(s)],
        ]),
      };
    },
    inverse: (x) => {
      const second = fine.inverse(tf.reshape(x, [-1, 2, 2, 1]) as Tensor4D);
      const [rest, noisy] = split.split(second.z);
      const [mu, s] = parametersOf<Tensor4D>(prior.theta(rest)) as [Tensor4D, Tensor4D];
      const noise = tf.mul(tf.add(noisy, signed(signs[5], mu)), tf.exp(signed(signs[6], s)));
      const first = coarse.inverse(rest);
      return {
        z: tf.concat([tf.reshape(noise, [-1, 2]), tf.reshape(first.z, [-1, 2])], 1) as Tensor2D,
        logDet: total([
          [signs[7], first.logDet],
          [signs[8], second.logDet],
          [signs[9], sumPerImage(s)],
        ]),
      };
    },
  };
}

export const imageSpecimens: Specimen[] = [
  {
    name: 'shift-first affine coupling',
    rightSigns: [1, 1, 1, -1, -1, -1],
    real: () => couplingOf(shiftFirstAffineTransformer({ scale: exponential })),
    rewritten: (signs) => couplingOf(shiftFirstWithSigns(signs)),
  },
  {
    name: 'direct actnorm',
    rightSigns: [-1, -1, 1, 1],
    real: () => directActnorm(d),
    rewritten: directActnormWithSigns,
  },
  {
    name: 'full linear',
    rightSigns: [1, 1],
    real: () => fullLinear({ dimensions: d, rng: rng(5) }),
    rewritten: (signs) => matrixWithSigns(fullLinear({ dimensions: d, rng: rng(5) }), signs),
  },
  {
    name: 'PLU rotation',
    rightSigns: [1, 1],
    real: () => pluRotation({ dimensions: d, rng: rng(5) }),
    rewritten: (signs) => matrixWithSigns(pluRotation({ dimensions: d, rng: rng(5) }), signs),
  },
  {
    name: 'multi-scale composition',
    rightSigns: [1, 1, 1, 1, 1, -1, -1, 1, 1, -1],
    real: realMultiScale,
    rewritten: multiScaleWithSigns,
  },
];
