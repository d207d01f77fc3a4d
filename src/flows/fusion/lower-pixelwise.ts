import type { KernelStep } from '#kernels';
import type { ImageLayerSpec } from '../images/specs.ts';
import type { LayerSpec } from '../spec.ts';
import type { Image } from './lower-image.ts';
import type { Reading } from './lower.ts';
import { NotFusable, checkSquare } from './not-fusable.ts';

/** The same map at every pixel. */
export function lowerPixelwise(spec: LayerSpec, { shape, at }: Image, { offset, inverse }: Reading): KernelStep {
  if (spec.kind !== 'actnorm') throw new NotFusable(`there is no kernel for ${spec.kind} at every pixel`);
  const channels = shape[2];
  return { kind: 'pixel-actnorm', inverse, logScale: offset, shift: offset + channels, channels, at };
}

export function pixelwiseSize(spec: LayerSpec): { parameters: number; state: number } {
  if (spec.kind !== 'actnorm') throw new NotFusable(`there is no kernel for ${spec.kind} at every pixel`);
  return { parameters: 2 * spec.dimensions, state: 1 };
}

type Conv1x1 = Extract<ImageLayerSpec, { kind: 'conv1x1' }>;

export function lowerConv1x1({ form }: Conv1x1, { shape, at }: Image, { offset, state, inverse }: Reading): KernelStep {
  if (form !== 'plu') throw new NotFusable(`there is no kernel for this form of its matrix (${form})`);
  const channels = shape[2];
  checkSquare(channels);
  const signs = state + channels * channels;
  return {
    kind: 'linear',
    inverse,
    factors: offset,
    form: { kind: 'rotation', permutation: state, signs },
    pixels: { channels, at },
  };
}
