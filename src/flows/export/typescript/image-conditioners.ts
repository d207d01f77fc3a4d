import type { ImageShape } from '../../images/image-shape.ts';
import type { ImageConditionerSpec } from '../../images/specs.ts';
import { byKind } from '../by-kind.ts';
import type { ByKind } from '../by-kind.ts';
import { kernelSides } from '../image-sizes.ts';
import { literal } from '../layout.ts';
import { call, object } from './typescript.ts';
import type { TypeScript } from './typescript.ts';

/** `shape` is that of the image that is read; the one that is moved has as many channels. */
type Rest = [shape: ImageShape, paramsPerDim: number, rng: TypeScript];

const table: ByKind<ImageConditionerSpec, Rest, TypeScript> = {
  convnet: (spec, ...rest) =>
    call(
      'convnet',
      object({
        ...sizes(spec, ...rest),
        hidden: literal(spec.hidden),
        kernels: literal(kernelSides(spec)),
        activation: literal(spec.activation),
        gain: literal(spec.gain ?? 'learned'),
        border: literal('zeros'),
        rng: rest[2],
      }),
    ),
  'rescaled-tanh': ({ of }, ...rest) =>
    call(
      'rescaledTanh',
      object({ conditioner: imageConditionerToTypeScript(of, ...rest), channels: literal(rest[0][2]) }),
    ),
  'gated-convnet': (spec, ...rest) =>
    call(
      'gatedConvnet',
      object({
        ...sizes(spec, ...rest),
        contextLayout: literal(spec.contextLayout ?? 'vector'),
        filters: literal(spec.filters),
        blocks: literal(spec.blocks),
        heads: literal(spec.heads),
        rng: rest[2],
      }),
    ),
};

/** A conditioner of images, as the call that makes it. */
export function imageConditionerToTypeScript(spec: ImageConditionerSpec, ...rest: Rest): TypeScript {
  return byKind('conditioner', table, spec, ...rest);
}

function sizes({ context = 0 }: { context?: number }, ...[shape, paramsPerDim]: Rest): Record<string, TypeScript> {
  return {
    shape: literal(shape),
    channels: literal(shape[2]),
    paramsPerDim: literal(paramsPerDim),
    contextDimensions: literal(context),
  };
}
