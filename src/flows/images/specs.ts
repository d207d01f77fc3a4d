import type { ContextLayout } from '../conditioners/gated/gated-convnet.ts';
import type { Activation } from '../conditioners/network.ts';
import type { LayerSpec, TransformerSpec } from '../spec.ts';
import type { Half } from './image-coupling.ts';
import type { ImageShape } from './image-shape.ts';

/** Layers of images as JSON. `shape` is always that of the data's side, [height, width, channels]. */
export type ImageLayerSpec =
  | { kind: 'flatten'; shape: ImageShape }
  | { kind: 'squeeze'; shape: ImageShape }
  | { kind: 'conv1x1'; shape: ImageShape; form: 'full' | 'plu'; matrix?: number[][] }
  | { kind: 'pixelwise'; shape: ImageShape; of: LayerSpec }
  | {
      kind: 'image-coupling';
      shape: ImageShape;
      split: 'channels' | 'checkerboard';
      /** The half that stays and is read. */
      keep: Half;
      transformer: TransformerSpec;
      conditioner: ImageConditionerSpec;
    }
  /** Coarsest level first. */
  | { kind: 'multi-scale'; levels: MultiScaleLevelSpec[] };

/** z → layers[0] → … → the image that the next level takes, or x. */
export type MultiScaleLevelSpec = {
  layers: LayerSpec[];
  /** The half of the channels that is noise at this level; left out on the coarsest, where all of it is. */
  noise?: Half;
  /** From the other half to mean and log-deviation of the noise; N(0, I) where left out. */
  prior?: ImageConditionerSpec;
};

/** `context` is the width of the context that it reads; left out or 0, it reads none. */
type ConvnetSpec = {
  kind: 'convnet';
  hidden: number[];
  /** Sides of the kernels, one more than hidden layers; 3, 1, …, 1, 3 where left out. */
  kernels?: number[];
  activation: Activation;
  /** Whether the last layer has Glow's factor exp(3·logGain); `learned` where left out. */
  gain?: 'learned' | 'none';
  context?: number;
};

/** Flow++'s. `contextLayout` says what a context is: the same vector at every pixel, the default, or an image of its own. */
type GatedConvnetSpec = {
  kind: 'gated-convnet';
  filters: number;
  blocks: number;
  heads: number;
  context?: number;
  contextLayout?: ContextLayout;
};
export type ImageConditionerSpec = ConvnetSpec | GatedConvnetSpec | { kind: 'rescaled-tanh'; of: ImageConditionerSpec };
