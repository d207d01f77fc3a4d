import type { ConvolutionLayer, KernelConvnet } from '#kernels';
import type { ImageShape } from '../images/image-shape.ts';
import type { ImageConditionerSpec } from '../images/specs.ts';
import { NotFusable } from './not-fusable.ts';

/** The image that is read, and how many channels θ has. */
type Sizes = { read: ImageShape; outputs: number };

/** Glow's small convolutional network; its parameters begin at `offset`. */
export function lowerConvnet(
  spec: ImageConditionerSpec,
  { read, outputs, offset }: Sizes & { offset: number },
): KernelConvnet {
  const [height, width] = read;
  const { layers, end } = layersOf(spec, { read, outputs }, offset);
  return { height, width, layers, ...(hasGain(spec) && { logGain: end }) };
}

/** How many parameters it has. */
export function convnetSize(spec: ImageConditionerSpec, sizes: Sizes): number {
  return layersOf(spec, sizes, 0).end + (hasGain(spec) ? sizes.outputs : 0);
}

function layersOf(spec: ImageConditionerSpec, { read, outputs }: Sizes, offset: number) {
  if (spec.kind !== 'convnet') throw new NotFusable(`there is no kernel for its conditioner (${spec.kind})`);
  if (spec.context) throw new NotFusable('its conditioner reads a context');
  const last = spec.hidden.length;
  let inputs = read[2];
  let end = offset;
  const layers = [...spec.hidden, outputs].map((width, i): ConvolutionLayer => {
    const side = spec.kernels?.[i] ?? (i === 0 || i === last ? 3 : 1);
    const bias = end + side * side * inputs * width;
    const activation = i === last ? 'linear' : spec.activation;
    const layer: ConvolutionLayer = { side, inputs, outputs: width, weights: end, bias, activation };
    inputs = width;
    end = bias + width;
    return layer;
  });
  return { layers, end };
}

const hasGain = (spec: ImageConditionerSpec): boolean => spec.kind === 'convnet' && spec.gain !== 'none';
