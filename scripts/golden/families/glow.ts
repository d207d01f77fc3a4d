import * as tf from '#tf';
import type { Scalar, Tensor, Tensor4D } from '#tf';
import {
  affineTransformer,
  channelSplit,
  compose,
  conv1x1,
  directActnorm,
  elementwise,
  exponential,
  flattened,
  flow,
  invert,
  multiScale,
  pixelwise,
  squeeze,
  standardNormal,
} from '#flows';
import type { Bijection, ImageShape, MultiScaleLevel } from '#flows';
import { log, rng } from '#numerics';
import { numberOf } from '../format.ts';
import type { Golden } from '../format.ts';
import { blocks, imageNet } from '../image-net.ts';
import { everyEntry, imageShapeOf, inputTensor } from '../preparation.ts';
import type { Adapter, Binding } from '../preparation.ts';
import { pluBindings } from './conv1x1.ts';
import { rosinalityCoupling } from './coupling-image.ts';

type Part<F> = { map: F; bindings: Binding[] };

/**
 * rosinality's Glow. The file keeps the learned priors apart: `log_det` and the levels' noise are those of the map without
 * them, `log_p` is their density, so the flow is built twice over the same parameters, once without priors.
 */
export const glowAdapter: Adapter = (golden) => {
  const blocksOfFlow = numberOf(golden, 'n_block');
  const image = imageShapeOf(golden);
  const finestFirst = Array.from({ length: blocksOfFlow }, (_, b) => level(golden, image, b, b === blocksOfFlow - 1));
  const withPriors = finestFirst.map(({ map }) => map).toReversed();
  const plain = withPriors.map(({ prior: _, ...rest }) => rest);
  const size = image[0] * image[1] * image[2];
  const density = flow(standardNormal(size), flattened(multiScale(withPriors)));
  const negativeMean = (x: tf.Tensor2D) => () => tf.neg<Scalar>(tf.mean(density.logProb(x)));

  return {
    map: invert(flattened(multiScale(plain))),
    bindings: finestFirst.flatMap(({ bindings }) => bindings),
    names: { inverse_of_out: 'reconstruct' },
    loss: (_map, x) => negativeMean(x),
    more: (map) => {
      const x = inputTensor(golden);
      const { x: noise, logDet } = map.forward(x);
      const logProb = density.logProb(x);
      return {
        ...noiseByLevel(noise, image, blocksOfFlow),
        log_prob: logProb,
        log_p: tf.sub(logProb, logDet),
        ...bitsPerDimension(golden, density.bijection, x),
      };
    },
  };
};

/** Data y = levels·(x + ½) in [k, k + 1) are an affine map away from x; −log₂ p(y) per dimension, for every number of levels named. */
function bitsPerDimension(golden: Golden, bijection: Bijection, x: tf.Tensor2D): Record<string, Tensor> {
  const size = x.shape[1];
  const named = Object.keys(golden.outputs).map((name) => /^bits_per_dim_for_(\d+)_levels$/.exec(name));
  return Object.fromEntries(
    named.flatMap((match) => {
      if (!match) return [];
      const levels = Number(match[1]);
      const toLevels = elementwise({
        transformer: affineTransformer({ scale: exponential }),
        dimensions: size,
        theta: Array.from({ length: size }, () => [levels / 2, log(levels)]),
      });
      const density = flow(standardNormal(size), compose([bijection, toLevels]));
      return [[match[0], tf.div(density.logProb(toLevels.forward(x).x), -size * log(2))]];
    }),
  );
}

/** Slices of the flat noise, finest level first. */
function noiseByLevel(noise: tf.Tensor2D, [height, width, channels]: ImageShape, levels: number) {
  const n = noise.shape[0];
  const size = height * width * channels;
  let start = 0;
  return Object.fromEntries(
    Array.from({ length: levels }, (_, b) => {
      const length = b === levels - 1 ? size - start : size / 2 ** (b + 1);
      const part = tf.slice(noise, [0, start], [n, length]);
      start += length;
      return [`z_level_${b}`, part];
    }),
  );
}

function level(golden: Golden, image: ImageShape, b: number, coarsest: boolean): Part<MultiScaleLevel> {
  const scale = 2 ** b;
  const before: ImageShape = [image[0] / scale, image[1] / scale, image[2] * scale];
  const shape: ImageShape = [before[0] / 2, before[1] / 2, 4 * before[2]];
  // Data → noise is the order of the file; our layers are read noise → data.
  const steps = Array.from({ length: numberOf(golden, 'n_flow') }, (_, f) => step(golden, shape, `b${b}.f${f}.`));
  const split = coarsest ? undefined : channelSplit(shape);
  const reads = split ? split.parts[0] : shape;
  const noisy = split ? split.parts[1] : shape;
  const prior = imageNet(golden, {
    prefix: `b${b}.prior.`,
    reads,
    channels: noisy[2],
    writes: blocks(noisy[2], [0, 1]),
    gain: 'learned',
    border: 'ones',
  });
  const layers = [...steps.map(({ map }) => map).toReversed(), squeeze(before)] as Bijection<Tensor>[];
  return {
    map: {
      map: compose<Tensor4D>(layers),
      prior: prior.conditioner,
      ...(split && { noise: { split, half: 'second' as const } }),
    },
    bindings: [...steps.flatMap(({ bindings }) => bindings), ...prior.bindings],
  };
}

/** Actnorm, 1 × 1 convolution, coupling, in the file's order towards the noise. */
function step(golden: Golden, shape: ImageShape, prefix: string): Part<Bijection<Tensor4D>> {
  const norm = directActnorm(shape[2]);
  const [offset, factor] = norm.parameters;
  const form = golden.params[`${prefix}W`] ? 'full' : 'plu';
  const convolution = conv1x1({ shape, form, rng: rng(0) });
  const weights = convolution.parameters[0]!;
  const coupling = rosinalityCoupling(golden, shape, `${prefix}net.`);
  return {
    map: compose<Tensor4D>([invert(coupling.map), convolution, pixelwise({ shape, of: norm })] as Bijection<Tensor>[]),
    bindings: [
      { param: `${prefix}loc`, variable: offset!, at: everyEntry(offset!) },
      { param: `${prefix}scale`, variable: factor!, at: everyEntry(factor!) },
      ...(form === 'plu'
        ? pluBindings(golden, prefix, convolution)!
        : [{ param: `${prefix}W`, variable: weights, at: everyEntry(weights) }]),
      ...coupling.bindings,
    ],
  };
}
