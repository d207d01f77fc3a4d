import type { ImageConditionerSpec, ImageLayerSpec } from '../images/specs.ts';
import type { LayerSpec, TransformerSpec } from '../spec.ts';
import type { Specimen } from './specimens.ts';

type Shape = [height: number, width: number, channels: number];

const convnet: ImageConditionerSpec = { kind: 'convnet', hidden: [3, 2], activation: 'relu' };
const gated: TransformerSpec = { kind: 'shift-first-affine', scale: { kind: 'sigmoid-gate' } };

const couplings: Omit<Extract<ImageLayerSpec, { kind: 'image-coupling' }>, 'kind' | 'shape'>[] = [
  { split: 'channels', keep: 'first', transformer: gated, conditioner: convnet },
  { split: 'channels', keep: 'second', transformer: gated, conditioner: { ...convnet, gain: 'none', context: 2 } },
  { split: 'checkerboard', keep: 'first', transformer: { kind: 'additive' }, conditioner: { ...convnet, hidden: [] } },
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
  ...couplings.map((coupling): LayerSpec => ({ kind: 'image-coupling', shape, ...coupling })),
];

/** Every layer of images, flat at both ends. */
export const imageSpecimens: Specimen[] = [
  ...layersOf([2, 4, 2]).map((layer) => specimen([2, 4, 2], layer)),
  ...layersOf([3, 2, 4]).map((layer) => specimen([3, 2, 4], { kind: 'invert', of: layer })),
  specimen([4, 6, 2], { kind: 'squeeze', shape: [4, 6, 2] }, [2, 3, 8]),
];

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
