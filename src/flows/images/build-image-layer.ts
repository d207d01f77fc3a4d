import type { Tensor } from '#tf';
import type { Rng } from '#numerics';
import { checkParameters } from '../bijections/coupling.ts';
import { unknownKind } from '../build-errors.ts';
import { buildTransformer } from '../build-transformer.ts';
import type { LayerSpec } from '../spec.ts';
import type { Bijection } from '../types.ts';
import { buildImageConditioner } from './build-image-conditioner.ts';
import { buildMultiScale } from './build-multi-scale.ts';
import type { BuildInner } from './build-multi-scale.ts';
import { conv1x1 } from './conv1x1.ts';
import { flatten } from './flatten.ts';
import { checkHalf, imageCoupling } from './image-coupling.ts';
import type { ImageShape } from './image-shape.ts';
import { pixelwise } from './pixelwise.ts';
import type { ImageLayerSpec } from './specs.ts';
import { channelSplit, checkerboardSplit } from './split.ts';
import type { ImageSplit } from './split.ts';
import { squeeze } from './squeeze.ts';

type Kind = ImageLayerSpec['kind'];
type SpecOf<K extends Kind> = Extract<ImageLayerSpec, { kind: K }>;
/** One entry for each kind of layer of images. */
const builders: { readonly [K in Kind]: (spec: SpecOf<K>, rng: Rng, inner: BuildInner) => Bijection<Tensor> } = {
  flatten: ({ shape }) => flatten(shape) as Bijection<Tensor>,
  squeeze: ({ shape }) => squeeze(shape) as Bijection<Tensor>,
  conv1x1: ({ shape, form, matrix }, rng) => conv1x1({ shape, form, matrix, rng }) as Bijection<Tensor>,
  'multi-scale': ({ levels }, rng, inner) => buildMultiScale(levels, rng, inner) as Bijection<Tensor>,
  pixelwise: ({ shape, of }, rng, inner) => pixelwise({ shape, of: inner(of, rng) as Bijection }) as Bijection<Tensor>,
  'image-coupling': ({ shape, split, keep, transformer, conditioner }, rng) => {
    const divided = buildSplit(split, shape);
    const [first, second] = divided.parts;
    const [kept, moved] = checkHalf('image-coupling: keep', keep) === 'first' ? [first, second] : [second, first];
    const built = buildTransformer(transformer);
    checkParameters('image-coupling', built);
    const sizes = { shape: kept, channels: moved[2], paramsPerDim: built.paramsPerDim };
    return imageCoupling({
      split: divided,
      keep,
      transformer: built,
      conditioner: buildImageConditioner(conditioner, sizes, rng),
    }) as Bijection<Tensor>;
  },
};

export const imageLayerKinds = Object.keys(builders) as Kind[];

export function isImageLayer(spec: LayerSpec): spec is ImageLayerSpec {
  return imageLayerKinds.some((kind) => kind === spec?.kind);
}

export function buildImageLayer(spec: ImageLayerSpec, rng: Rng, inner: BuildInner): Bijection<Tensor> {
  const build = builders[spec.kind] as (spec: ImageLayerSpec, rng: Rng, inner: BuildInner) => Bijection<Tensor>;
  return build(spec, rng, inner);
}

function buildSplit(split: string, shape: ImageShape): ImageSplit {
  switch (split) {
    case 'channels':
      return channelSplit(shape);
    case 'checkerboard':
      return checkerboardSplit({ shape });
    default:
      throw unknownKind('image-coupling: split', { kind: split }, ['channels', 'checkerboard']);
  }
}
