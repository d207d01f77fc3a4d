import type { ImageConditionerSpec, ImageLayerSpec } from '../../images/specs.ts';
import type { LayerSpec } from '../../spec.ts';
import { byKind, byName } from '../by-kind.ts';
import type { ByKind } from '../by-kind.ts';
import { halfShape, kernelSides } from '../image-sizes.ts';
import { literal } from '../layout.ts';
import { paramsPerDim } from '../params-per-dim.ts';
import { transformerToTypeScript } from './transformers.ts';
import { call, object } from './typescript.ts';
import type { TypeScript } from './typescript.ts';

type Coupling = Extract<ImageLayerSpec, { kind: 'image-coupling' }>;
type Inner = (spec: LayerSpec, rng: TypeScript) => TypeScript;

const table: ByKind<ImageLayerSpec, [rng: TypeScript, inner: Inner], TypeScript> = {
  flatten: ({ shape }) => call('flatten', literal(shape)),
  squeeze: ({ shape }) => call('squeeze', literal(shape)),
  pixelwise: ({ shape, of }, rng, inner) => call('pixelwise', object({ shape: literal(shape), of: inner(of, rng) })),
  'image-coupling': (spec, rng) =>
    call(
      'imageCoupling',
      object({
        split: byName('split', splits, spec.split)(spec),
        keep: literal(spec.keep),
        transformer: transformerToTypeScript(spec.transformer),
        conditioner: byKind('conditioner', conditioners, spec.conditioner, spec, rng),
      }),
    ),
};

/** A layer of images, as the call that makes it; `inner` writes the layers inside it. */
export function imageLayerToTypeScript(spec: ImageLayerSpec, rng: TypeScript, inner: Inner): TypeScript {
  return byKind('layer', table, spec, rng, inner);
}

const splits: Record<Coupling['split'], (spec: Coupling) => TypeScript> = {
  channels: ({ shape }) => call('channelSplit', literal(shape)),
  checkerboard: ({ shape }) => call('checkerboardSplit', object({ shape: literal(shape), parity: literal('pixels') })),
};

const conditioners: ByKind<ImageConditionerSpec, [coupling: Coupling, rng: TypeScript], TypeScript> = {
  convnet: (spec, { split, shape, transformer }, rng) => {
    const half = halfShape(split, shape);
    return call(
      'convnet',
      object({
        shape: literal(half),
        channels: literal(half[2]),
        paramsPerDim: literal(paramsPerDim(transformer)),
        contextDimensions: literal(spec.context ?? 0),
        hidden: literal(spec.hidden),
        kernels: literal(kernelSides(spec)),
        activation: literal(spec.activation),
        gain: literal(spec.gain ?? 'learned'),
        border: literal('zeros'),
        rng,
      }),
    );
  },
};
