import type { BaseSpec, ConditionerSpec, FlowSpec, LayerSpec } from '../spec.ts';
import type { ImageShape } from '../images/image-shape.ts';
import type { ImageConditionerSpec, MultiScaleLevelSpec } from '../images/specs.ts';
import type { FieldLayerKind, FieldSpec } from '../continuous/spec.ts';
import { byKind, byName } from './by-kind.ts';
import type { ByKind } from './by-kind.ts';
import { halfShape, kernelSides, levelShapes } from './image-sizes.ts';
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
  'plu-rotation': ({ dimensions: d }) => saved(d * d, d * d + d),
  'full-linear': ({ dimensions: d }) => saved(d * d),
  householder: ({ dimensions, reflections }) => saved(reflections * dimensions),
  planar: ({ dimensions: d }) => saved(2 * d + 1),
  'amortised-planar': ({ dimensions: d, context }) => saved(2 * affine([context, d]) + affine([context, 1])),
  'conditional-affine': ({ dimensions: d, context }) => saved(2 * affine([context, d])),
  radial: ({ dimensions: d }) => saved(2 + d),
  actnorm: ({ dimensions: d }) => saved(2 * d, 1),
  'direct-actnorm': ({ dimensions: d }) => saved(2 * d, 1),
  'batch-norm': ({ dimensions: d }) => saved(2 * d, 4 * d),
  coupling: ({ mask, transformer, conditioner }) =>
    saved(byKind('conditioner', ofConditioner, conditioner, mask.length, paramsPerDim(transformer))),
  'volume-preserving-coupling': ({ mask, conditioner }) =>
    saved(byKind('conditioner', ofConditioner, conditioner, mask.length, 2)),
  autoregressive: ({ order, transformer, conditioner }) =>
    saved(byKind('conditioner', ofConditioner, conditioner, order.length, paramsPerDim(transformer))),
  elementwise: ({ dimensions, transformer }) => saved(dimensions * paramsPerDim(transformer)),
  logit: () => saved(0),
  // Hutchinson's estimate counts its solutions.
  continuous: ({ dimensions, field, trace }) =>
    saved(byKind('field', ofField, field, dimensions), trace?.kind === 'hutchinson' ? 1 : 0),
  flatten: () => saved(0),
  squeeze: () => saved(0),
  conv1x1: ({ shape: [, , c], form }) => saved(c * c, form === 'plu' ? c * c + c : 0),
  'multi-scale': ({ levels }) => levels.map(ofLevel).reduce(plus),
  pixelwise: ({ of }) => byKind('layer', ofLayer, of),
  'image-coupling': ({ shape, split, transformer, conditioner }) => {
    const half = halfShape(split, shape);
    return saved(byKind('conditioner', ofImageConditioner, conditioner, half, paramsPerDim(transformer)));
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

const plus = (one: Saved, other: Saved): Saved => saved(one.parameters + other.parameters, one.state + other.state);

function ofLevel(level: MultiScaleLevelSpec): Saved {
  const map = level.layers.map((layer) => byKind('layer', ofLayer, layer)).reduce(plus);
  if (!level.prior) return map;
  return plus(map, saved(byKind('conditioner', ofImageConditioner, level.prior, levelShapes(level).part, 2)));
}

const ofField: ByKind<FieldSpec, [dimensions: number], number> = {
  mlp: ({ layer, hidden, context = 0 }, d) => {
    const widths = [d, ...hidden, d];
    const layers = widths.slice(1).map((width, i) => byName('layer', ofFieldLayer, layer)(widths[i]!, width, context));
    return layers.reduce((sum, count) => sum + count, 0);
  },
};

const ofFieldLayer: Record<FieldLayerKind, (inputs: number, outputs: number, context: number) => number> = {
  ignore: (inputs, outputs, context) => affine([context + inputs, outputs]),
  concat: (inputs, outputs, context) => affine([1 + context + inputs, outputs]),
  'concat-squash': (inputs, outputs, context) =>
    affine([inputs, outputs]) + affine([1 + context, outputs]) + (1 + context) * outputs,
};

const ofImageConditioner: ByKind<ImageConditionerSpec, [shape: ImageShape, paramsPerDim: number], number> = {
  convnet: ({ context = 0, hidden, gain, ...spec }, [, , channels], p) => {
    const widths = [channels + context, ...hidden, channels * p];
    const layers = kernelSides({ hidden, ...spec }).map((side, i) => convolution(side, widths[i]!, widths[i + 1]!));
    return layers.reduce((sum, count) => sum + count, gain === 'none' ? 0 : channels * p);
  },
  'rescaled-tanh': ({ of }, shape, p) => byKind('conditioner', ofImageConditioner, of, shape, p) + shape[2],
  'gated-convnet': ({ filters: f, blocks, context = 0, contextLayout }, [height, width, channels], p) => {
    const extra = contextLayout === 'image' ? context / (height * width) : context;
    const gated = convolution(3, 2 * f, f) + 2 * convolution(1, 2 * f, f);
    const attention = height * width * f + 5 * affine([f, f]);
    const norms = 2 * 2 * f;
    return convolution(3, channels + extra, f) + blocks * (gated + attention + norms) + convolution(3, f, channels * p);
  },
};

/** Kernel and bias. */
const convolution = (side: number, inputs: number, outputs: number): number => (side * side * inputs + 1) * outputs;

/** Weights and biases of affine maps between layers of these widths. */
function affine(widths: readonly number[]): number {
  return widths.slice(1).reduce((count, width, i) => count + (widths[i]! + 1) * width, 0);
}

const bytesPerNumber = 4;

/** @throws RangeError, naming both sizes, if the weights are not as many as this flow saves. */
export function checkWeights(where: string, spec: FlowSpec, weights: ArrayBuffer): void {
  const layers = spec.layers.map((layer) => byKind('layer', ofLayer, layer));
  const { parameters, state } = layers.reduce(plus, saved(byKind('base', ofBase, spec.base)));
  const count = parameters + state;
  if (weights.byteLength === count * bytesPerNumber) return;
  throw new RangeError(
    `${where}: weights must have ${count * bytesPerNumber} bytes, this flow's ${count} numbers as float32, ` +
      `got ${weights.byteLength}; were they saved from another flow?`,
  );
}
