import * as tf from '#tf';
import type { Tensor, Tensor2D, Tensor4D } from '#tf';
import { checkThetaShape } from '../conditioners/check-theta.ts';
import { affineTransformer } from '../transformers/affine.ts';
import { exponential } from '../transformers/scale-maps.ts';
import { explainInverse } from '../ledger/explain-inverse.ts';
import type { Bijection, Conditioner, Explained, LedgerTerm } from '../types.ts';
import { checkHalf } from './image-coupling.ts';
import type { Half } from './image-coupling.ts';
import { sizeOf, sumPerImage } from './image-shape.ts';
import type { ImageShape } from './image-shape.ts';
import type { ImageSplit } from './split.ts';

/** One level: what is noise at this scale joins what came from the coarser ones, and both go through `map`. */
export type MultiScaleLevel = {
  map: Bijection<Tensor4D>;
  /** How map's z divides into what the coarser level gives and what is noise here. Left out on the coarsest: all is noise. */
  noise?: { split: ImageSplit; half: Half };
  /** From the other half (zeros on the coarsest level) to mean μ and log-deviation s of the noise. N(0, I) where left out. */
  prior?: Conditioner | undefined;
};

/** The prior's map: a normal density N(μ, e^2s) is that of x = z·e^s + μ with z standard normal. */
const gaussian = affineTransformer({ scale: exponential });

/**
 * Multi-scale composition, https://arxiv.org/abs/1605.08803 §3.6: at each scale part of the image is already noise, the rest
 * goes on. A learned prior (https://arxiv.org/abs/1807.03039, as published in its code) is the affine map
 * z₂ = (x₂ − μ(x₁))·e^(−s(x₁)) of the part x₂, so that the base stays N(0, I).
 *
 * Forward:  levels[0] … levels.at(-1), coarsest first:  x ← map(join(x, z_level·e^s + μ))
 * log|det|: of all maps, plus Σ s of all priors
 * Shapes:   z [n, D], x [n, h, w, c].  z holds what scoring gives off, in that order: the finest level's noise first.
 * @throws RangeError if there is no level, if only the coarsest is not the one without `noise`, or if shapes do not fit.
 */
export function multiScale(levels: readonly MultiScaleLevel[]): Bijection<Tensor2D, Tensor4D> {
  const scales = levels.map((level, i) => checkedScale(level, i));
  checkChain(scales);
  const finestFirst = scales.toReversed();
  const dimensions = scales.reduce((sum, { size }) => sum + size, 0);

  /** From the finest level on; each level's log-dets as they come, its map's before its prior's. */
  const score = (
    x: Tensor4D,
    pullMap: (map: Bijection<Tensor4D>, image: Tensor4D) => Explained<Tensor>,
    context?: Tensor2D,
  ): { z: Tensor2D; finestFirst: LedgerTerm[][] } => {
    const parts: Tensor2D[] = [];
    const terms: LedgerTerm[][] = [];
    let image = x;
    for (const [below, { map, divide, prior, size }] of finestFirst.entries()) {
      const pulled = pullMap(map, image);
      const level = scales.length - 1 - below;
      const { noise, rest } = divide(pulled.z as Tensor4D);
      const whitened = prior ? gaussian.inverse(noise, prior.theta(rest, context)) : { z: noise };
      parts.push(tf.reshape(whitened.z, [noise.shape[0], size]) as Tensor2D);
      const ofLevel = pulled.terms.map((term) => ({ ...term, layer: [level, ...term.layer] }));
      if ('logSlope' in whitened) {
        ofLevel.push({ term: 'log-det of prior', layer: [level], values: sumPerImage(whitened.logSlope) });
      }
      terms.push(ofLevel);
      image = rest;
    }
    return { z: tf.concat(parts, 1), finestFirst: terms };
  };
  const pull =
    (from: 'inverse' | 'initialise'): Bijection<Tensor2D, Tensor4D>['inverse'] =>
    (x, context) =>
      tf.tidy(() => {
        const scored = score(
          x,
          (map, image) => {
            const { z, logDet } = (map[from] ?? map.inverse)(image, context);
            return { z, terms: [{ term: '', layer: [], values: logDet }] };
          },
          context,
        );
        return { z: scored.z, logDet: tf.addN(scored.finestFirst.flat().map(({ values }) => values)) };
      });

  const trainings = levels.map(({ map }) => map.training);
  return {
    name: 'multi-scale',
    dimensions,
    events: { z: [dimensions], x: scales.at(-1)!.whole.x },
    parameters: levels.flatMap(({ map, prior }) => [...map.parameters, ...(prior?.parameters ?? [])]),
    state: levels.flatMap(({ map }) => map.state ?? []),
    ...(trainings.some(Boolean) && {
      training: multiScale(levels.map((level, i) => ({ ...level, map: trainings[i] ?? level.map }))),
    }),
    initialise: pull('initialise'),
    inverse: pull('inverse'),
    explain: (x, context) =>
      tf.tidy(() => {
        const explained = (map: Bijection<Tensor4D>, image: Tensor4D) =>
          explainInverse(map as Bijection<Tensor>, image, context);
        const { z, finestFirst: terms } = score(x, explained, context);
        return { z, terms: terms.toReversed().flat() };
      }),
    forward: (z, context) =>
      tf.tidy(() => {
        const n = z.shape[0];
        const logDets: tf.Tensor1D[] = [];
        let [image, end] = [undefined as Tensor4D | undefined, dimensions];
        for (const { map, join, prior, size, noiseShape } of scales) {
          end -= size;
          const noise = tf.reshape(tf.slice(z, [0, end], [n, size]), [n, ...noiseShape]) as Tensor4D;
          const rest = image ?? tf.zerosLike(noise);
          const part = prior ? gaussian.forward(noise, prior.theta(rest, context)) : { x: noise };
          const pushed = map.forward(join(part.x, rest), context);
          logDets.push(pushed.logDet);
          if ('logSlope' in part) logDets.push(sumPerImage(part.logSlope));
          image = pushed.x;
        }
        return { x: image!, logDet: tf.addN(logDets) };
      }),
  };
}

type Scale = {
  map: Bijection<Tensor4D>;
  prior: Conditioner | undefined;
  whole: { z: ImageShape; x: ImageShape };
  /** Of the half that the coarser level gives; undefined on the coarsest. */
  restShape: ImageShape | undefined;
  noiseShape: ImageShape;
  size: number;
  divide(z: Tensor4D): { noise: Tensor4D; rest: Tensor4D };
  join(noise: Tensor4D, rest: Tensor4D): Tensor4D;
};

function checkedScale({ map, noise, prior }: MultiScaleLevel, i: number): Scale {
  const where = `multiScale: levels[${i}]`;
  const { z = [], x = [] } = map.events ?? {};
  if (z.length !== 3 || x.length !== 3) {
    throw new RangeError(
      `${where}: map (${map.name}) must take and give images, got events of shape [${z}] and [${x}].`,
    );
  }
  const whole = { z: z as unknown as ImageShape, x: x as unknown as ImageShape };
  if (noise && `${noise.split.shape}` !== `${z}`) {
    throw new RangeError(`${where}: its split divides images of shape [${noise.split.shape}], but map takes [${z}].`);
  }
  const half = noise && checkHalf(`${where}: noise half`, noise.half);
  const [first, second] = noise?.split.parts ?? [whole.z, whole.z];
  const [noiseShape, restShape] = half === 'second' ? [second, first] : [first, second];
  if (prior) checkThetaShape(where, { kept: restShape, moved: noiseShape }, prior, gaussian);
  return {
    map,
    prior,
    whole,
    noiseShape,
    restShape: noise && restShape,
    size: sizeOf(noiseShape),
    divide: (image) => {
      if (!noise) return { noise: image, rest: tf.zerosLike(image) };
      const [a, b] = noise.split.split(image);
      return half === 'first' ? { noise: a, rest: b } : { noise: b, rest: a };
    },
    join: (part, rest) => {
      if (!noise) return part;
      return half === 'first' ? noise.split.join(part, rest) : noise.split.join(rest, part);
    },
  };
}

/** Only the coarsest level, the first, is all noise; every other one takes what the level before it gives. */
function checkChain(scales: readonly Scale[]): void {
  if (scales.length === 0) throw new RangeError('multiScale: levels is empty; give at least one.');
  scales.forEach(({ restShape }, i) => {
    if (i === 0 ? restShape : !restShape) {
      const fault = i === 0 ? 'must be all noise: leave `noise` out' : 'must say which half is noise';
      throw new RangeError(`multiScale: levels[${i}] ${fault}; levels stand from the coarsest to the finest.`);
    }
    const before = scales[i - 1]?.whole.x;
    if (before && `${before}` !== `${restShape}`) {
      throw new RangeError(
        `multiScale: levels[${i - 1}] gives images of shape [${before}], but levels[${i}] takes [${restShape}] beside its noise.`,
      );
    }
  });
}
