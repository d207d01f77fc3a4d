import type { BaseSpec, ConditionerSpec, FlowSpec, LayerSpec } from '../spec.ts';
import type { ImageConditionerSpec } from '../images/specs.ts';
import { byKind } from './by-kind.ts';
import type { ByKind } from './by-kind.ts';
import { halfShape, kernelSides } from './image-sizes.ts';
import { paramsPerDim } from './params-per-dim.ts';

/** How many numbers are saved: those that are trained, and those that are not. */
type Saved = { parameters: number; state: number };

const saved = (parameters: number, state = 0): Saved => ({ parameters, state });

const ofBase: ByKind<BaseSpec, [], number> = {
  'standard-normal': () => 0,
  uniform: () => 0,
  logistic: () => 0,
  'diagonal-gaussian': ({ dimensions }) => 2 * dimensions,
  'conditional-gaussian': ({ dimensions, context, hidden }) => affine([context, ...hidden, 2 * dimensions]),
  'class-gaussians': ({ dimensions, classes }) => 2 * classes * dimensions,
};

const ofLayer: ByKind<LayerSpec, [], Saved> = {
  permutation: () => saved(0),
  'lu-linear': ({ dimensions: d }) => saved(d * d + d),
  'plu-linear': ({ order }) => saved(order.length * order.length),
  householder: ({ dimensions, reflections }) => saved(reflections * dimensions),
  planar: ({ dimensions: d }) => saved(2 * d + 1),
  'amortised-planar': ({ dimensions: d, context }) => saved(2 * affine([context, d]) + affine([context, 1])),
  'conditional-affine': ({ dimensions: d, context }) => saved(2 * affine([context, d])),
  radial: ({ dimensions: d }) => saved(2 + d),
  actnorm: ({ dimensions: d }) => saved(2 * d, 1),
  'batch-norm': ({ dimensions: d }) => saved(2 * d, 4 * d),
  coupling: ({ mask, transformer, conditioner }) =>
    saved(byKind('conditioner', ofConditioner, conditioner, mask.length, paramsPerDim(transformer))),
  autoregressive: ({ order, transformer, conditioner }) =>
    saved(byKind('conditioner', ofConditioner, conditioner, order.length, paramsPerDim(transformer))),
  elementwise: ({ dimensions, transformer }) => saved(dimensions * paramsPerDim(transformer)),
  logit: () => saved(0),
  flatten: () => saved(0),
  squeeze: () => saved(0),
  pixelwise: ({ of }) => byKind('layer', ofLayer, of),
  'image-coupling': ({ shape, split, transformer, conditioner }) => {
    const channels = halfShape(split, shape)[2];
    return saved(byKind('conditioner', ofImageConditioner, conditioner, channels, paramsPerDim(transformer)));
  },
  invert: ({ of }) => byKind('layer', ofLayer, of),
};

type Sizes = [dimensions: number, paramsPerDim: number];
const feedForward = (
  { hidden, context = 0 }: Extract<ConditionerSpec, { hidden: number[] }>,
  ...[d, p]: Sizes
): number => affine([d + context, ...hidden, d * p]);
const residual = (
  { width, blocks, context = 0 }: Extract<ConditionerSpec, { width: number }>,
  ...[d, p]: Sizes
): number => affine([d + context, width]) + 2 * blocks * affine([width, width]) + affine([width, d * p]);

const ofConditioner: ByKind<ConditionerSpec, Sizes, number> = {
  mlp: feedForward,
  made: feedForward,
  'residual-mlp': residual,
  'residual-made': residual,
};

const ofImageConditioner: ByKind<ImageConditionerSpec, [channels: number, paramsPerDim: number], number> = {
  convnet: (spec, channels, p) => {
    const widths = [channels + (spec.context ?? 0), ...spec.hidden, channels * p];
    const layers = kernelSides(spec).map((side, i) => (side * side * widths[i]! + 1) * widths[i + 1]!);
    return layers.reduce((sum, count) => sum + count, spec.gain === 'none' ? 0 : channels * p);
  },
};

/** Weights and biases of affine maps between layers of these widths. */
function affine(widths: readonly number[]): number {
  return widths.slice(1).reduce((count, width, i) => count + (widths[i]! + 1) * width, 0);
}

const bytesPerNumber = 4;

/** @throws RangeError, naming both sizes, if the weights are not as many as this flow saves. */
export function checkWeights(where: string, spec: FlowSpec, weights: ArrayBuffer): void {
  const layers = spec.layers.map((layer) => byKind('layer', ofLayer, layer));
  const count = layers.reduce(
    (sum, { parameters, state }) => sum + parameters + state,
    byKind('base', ofBase, spec.base),
  );
  if (weights.byteLength === count * bytesPerNumber) return;
  throw new RangeError(
    `${where}: weights must have ${count * bytesPerNumber} bytes, this flow's ${count} numbers as float32, ` +
      `got ${weights.byteLength}; were they saved from another flow?`,
  );
}
