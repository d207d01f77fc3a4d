import type { ImageLayerSpec, MultiScaleLevelSpec } from '../../images/specs.ts';
import type { LayerSpec } from '../../spec.ts';
import { byKind, byName } from '../by-kind.ts';
import type { ByKind } from '../by-kind.ts';
import { halfShape, levelShapes } from '../image-sizes.ts';
import { brackets, literal } from '../layout.ts';
import { paramsPerDim } from '../params-per-dim.ts';
import { imageConditionerToTypeScript } from './image-conditioners.ts';
import { transformerToTypeScript } from './transformers.ts';
import { call, object, streamOf } from './typescript.ts';
import type { TypeScript } from './typescript.ts';

type Coupling = Extract<ImageLayerSpec, { kind: 'image-coupling' }>;
type Inner = (spec: LayerSpec, rng: TypeScript) => TypeScript;

const table: ByKind<ImageLayerSpec, [rng: TypeScript, inner: Inner], TypeScript> = {
  flatten: ({ shape }) => call('flatten', literal(shape)),
  squeeze: ({ shape }) => call('squeeze', literal(shape)),
  conv1x1: ({ shape, form, matrix }, rng) =>
    call(
      'conv1x1',
      object({ shape: literal(shape), form: literal(form), ...(matrix && { matrix: literal(matrix) }), rng }),
    ),
  pixelwise: ({ shape, of }, rng, inner) => call('pixelwise', object({ shape: literal(shape), of: inner(of, rng) })),
  'image-coupling': (spec, rng) => {
    const { shape, split, keep, transformer, conditioner } = spec;
    return call(
      'imageCoupling',
      object({
        split: byName('split', splits, split)(spec),
        keep: literal(keep),
        transformer: transformerToTypeScript(transformer),
        conditioner: imageConditionerToTypeScript(conditioner, halfShape(split, shape), paramsPerDim(transformer), rng),
      }),
    );
  },
  'multi-scale': ({ levels }, rng, inner) => {
    const parts = levels.map((level, i) => levelToTypeScript(level, streamOf(rng, `level ${i}`), inner));
    return call('multiScale', brackets('[', parts, ']'));
  },
};

/** A layer of images, as the call that makes it; `inner` writes the layers inside it. */
export function imageLayerToTypeScript(spec: ImageLayerSpec, rng: TypeScript, inner: Inner): TypeScript {
  return byKind('layer', table, spec, rng, inner);
}

const splits: Record<Coupling['split'], (spec: Coupling) => TypeScript> = {
  channels: ({ shape }) => call('channelSplit', literal(shape)),
  checkerboard: ({ shape }) => call('checkerboardSplit', object({ shape: literal(shape), parity: literal('pixels') })),
};

function levelToTypeScript(level: MultiScaleLevelSpec, rng: TypeScript, inner: Inner): TypeScript {
  const { layers, noise, prior } = level;
  const { whole, part } = levelShapes(level);
  const map = layers.map((layer, k) => inner(layer, streamOf(rng, `layer ${k}`)));
  return object({
    map: call('compose', brackets('[', map, ']')),
    ...(noise !== undefined && {
      noise: object({ split: call('channelSplit', literal(whole)), half: literal(noise) }),
    }),
    ...(prior && { prior: imageConditionerToTypeScript(prior, part, 2, streamOf(rng, 'prior')) }),
  });
}
