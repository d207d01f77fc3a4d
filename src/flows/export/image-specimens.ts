import type { ImageConditionerSpec, ImageLayerSpec, MultiScaleLevelSpec } from '../images/specs.ts';
import { glow } from '../recipes/glow.ts';
import type { LayerSpec, TransformerSpec } from '../spec.ts';
import type { Specimen } from './specimens.ts';

type Shape = [height: number, width: number, channels: number];

const convnet: ImageConditionerSpec = { kind: 'convnet', hidden: [3, 2], activation: 'relu' };
const attentive: ImageConditionerSpec = { kind: 'gated-convnet', filters: 4, blocks: 1, heads: 2 };
const gated: TransformerSpec = { kind: 'shift-first-affine', scale: { kind: 'sigmoid-gate' } };

const couplings: Omit<Extract<ImageLayerSpec, { kind: 'image-coupling' }>, 'kind' | 'shape'>[] = [
  { split: 'channels', keep: 'first', transformer: gated, conditioner: convnet },
  { split: 'channels', keep: 'second', transformer: gated, conditioner: { ...convnet, gain: 'none', context: 2 } },
  { split: 'checkerboard', keep: 'first', transformer: { kind: 'additive' }, conditioner: { ...convnet, hidden: [] } },
  { split: 'checkerboard', keep: 'second', transformer: gated, conditioner: attentive },
  {
    split: 'channels',
    keep: 'first',
    transformer: { kind: 'affine', scale: { kind: 'exp' } },
    conditioner: { kind: 'rescaled-tanh', of: convnet },
  },
  { split: 'channels', keep: 'second', transformer: gated, conditioner: { ...attentive, blocks: 2, context: 2 } },
  {
    split: 'checkerboard',
    keep: 'second',
    transformer: { kind: 'logistic-mixture', components: 2 },
    conditioner: { kind: 'convnet', hidden: [3], kernels: [1, 3], activation: 'tanh', gain: 'learned' },
  },
];

const layersOf = (shape: Shape): LayerSpec[] => [
  { kind: 'pixelwise', shape, of: { kind: 'lu-linear', dimensions: shape[2] } },
  { kind: 'pixelwise', shape, of: { kind: 'actnorm', dimensions: shape[2] } },
  { kind: 'conv1x1', shape, form: 'full' },
  { kind: 'conv1x1', shape, form: 'plu' },
  ...couplings.map((coupling): LayerSpec => ({ kind: 'image-coupling', shape, ...coupling })),
];

/** Levels with and without a learned prior, on either half; the gated net reads its context as an image of 2 × 2. */
const levels: MultiScaleLevelSpec[] = [
  {
    layers: [
      { kind: 'conv1x1', shape: [1, 1, 8], form: 'plu' },
      { kind: 'squeeze', shape: [2, 2, 2] },
    ],
    prior: convnet,
  },
  { layers: [{ kind: 'pixelwise', shape: [2, 2, 4], of: { kind: 'actnorm', dimensions: 4 } }], noise: 'first' },
  {
    layers: [
      { kind: 'invert', of: { kind: 'conv1x1', shape: [2, 2, 8], form: 'full', matrix: identity(8) } },
      { kind: 'squeeze', shape: [4, 4, 2] },
    ],
    noise: 'second',
    prior: { ...attentive, context: 8, contextLayout: 'image' },
  },
];

/** Every layer of images, flat at both ends. */
export const imageSpecimens: Specimen[] = [
  ...layersOf([2, 4, 2]).map((layer) => specimen([2, 4, 2], layer)),
  ...layersOf([3, 2, 4]).map((layer) => specimen([3, 2, 4], { kind: 'invert', of: layer })),
  specimen([4, 6, 2], { kind: 'squeeze', shape: [4, 6, 2] }, [2, 3, 8]),
  {
    name: 'multi-scale',
    spec: {
      base: { kind: 'standard-normal', dimensions: 32 },
      layers: [
        { kind: 'multi-scale', levels },
        { kind: 'flatten', shape: [4, 4, 2] },
      ],
    },
    context: 8,
  },
  {
    name: 'Glow',
    spec: glow({ height: 4, width: 4, channels: 1, levels: 2, depth: 1, hidden: [3] }),
    context: 0,
  },
];

function identity(size: number): number[][] {
  return Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_unused, j) => (i === j ? 1 : 0)));
}

function specimen(shape: Shape, layer: LayerSpec, inner: Shape = shape): Specimen {
  const layers: LayerSpec[] = [
    { kind: 'invert', of: { kind: 'flatten', shape: inner } },
    layer,
    { kind: 'flatten', shape },
  ];
  const base = { kind: 'standard-normal' as const, dimensions: shape[0] * shape[1] * shape[2] };
  return {
    name: JSON.stringify(layer),
    spec: { base, layers },
    context: JSON.stringify(layer).includes('"context":2') ? 2 : 0,
  };
}
