import type { Tensor, Tensor4D } from '#tf';
import type { Rng } from '#numerics';
import { list } from '../argument-checks.ts';
import { compose } from '../bijections/compose.ts';
import { located } from '../build-errors.ts';
import type { LayerSpec } from '../spec.ts';
import type { Bijection } from '../types.ts';
import { buildImageConditioner } from './build-image-conditioner.ts';
import { checkHalf } from './image-coupling.ts';
import { imageShape } from './image-shape.ts';
import { multiScale } from './multi-scale.ts';
import type { MultiScaleLevel } from './multi-scale.ts';
import type { MultiScaleLevelSpec } from './specs.ts';
import { channelSplit } from './split.ts';

/** What builds the layers inside a layer. */
export type BuildInner = (spec: LayerSpec, rng: Rng) => Bijection<Tensor>;

/** The multi-scale composition that the JSON describes; every layer and every prior draws from its own stream. */
export function buildMultiScale(levels: readonly MultiScaleLevelSpec[], rng: Rng, inner: BuildInner) {
  return multiScale(
    list('multi-scale: levels', levels).map((level, i) =>
      located(`levels[${i}]`, () => buildLevel(level, rng.stream(`level ${i}`), inner)),
    ),
  );
}

function buildLevel({ layers, noise, prior }: MultiScaleLevelSpec, rng: Rng, inner: BuildInner): MultiScaleLevel {
  const map = compose<Tensor4D>(
    list('multi-scale: layers', layers).map((layer, k) =>
      located(`layers[${k}]`, () => inner(layer, rng.stream(`layer ${k}`))),
    ),
  );
  const whole = imageShape(`multi-scale: the event that ${layers[0]?.kind} takes`, map.events?.z ?? []);
  const split = noise === undefined ? undefined : channelSplit(whole);
  const [first, second] = split?.parts ?? [whole, whole];
  const [noisy, rest] =
    noise !== undefined && checkHalf('multi-scale: noise', noise) === 'second' ? [second, first] : [first, second];
  const sizes = { shape: rest, channels: noisy[2], paramsPerDim: 2 };
  return {
    map,
    ...(split && noise && { noise: { split, half: noise } }),
    ...(prior && { prior: buildImageConditioner(prior, sizes, rng.stream('prior')) }),
  };
}
