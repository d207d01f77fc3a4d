import type {
  BaseSpec,
  ConditionerSpec,
  FlowSpec,
  LayerSpec,
  MaskedConditionerSpec,
  TransformerSpec,
} from '../spec.ts';

/** A flow for the tests of the exporters, with the width of the context that it reads. */
export type Specimen = { name: string; spec: FlowSpec; context: number };

const tanhScale: TransformerSpec = { kind: 'affine', scale: { kind: 'tanh', bound: 2 } };

const withTheta: TransformerSpec[] = [
  { kind: 'additive' },
  { kind: 'affine', scale: { kind: 'exp' } },
  { kind: 'affine', scale: { kind: 'tanh', bound: 1.5 } },
  { kind: 'affine', scale: { kind: 'soft-clip', bound: 3 } },
  { kind: 'affine', scale: { kind: 'sigmoid-gate' } },
  { kind: 'shift-first-affine', scale: { kind: 'sigmoid-gate', shift: 1, floor: 0.1 } },
  { kind: 'linear-spline', bins: 5, interval: [-3, 3] },
  { kind: 'quadratic-spline', bins: 4, interval: [-2, 3] },
  { kind: 'quadratic-spline', bins: 2, interval: [-3, 3] },
  { kind: 'quadratic-spline', bins: 3, interval: [-3, 3], ends: 'free' },
  { kind: 'rational-quadratic-spline', bins: 4, interval: [-2, 3] },
  { kind: 'rational-quadratic-spline', bins: 1, interval: [-3, 3], ends: 'linear' },
  { kind: 'rational-quadratic-spline', bins: 3, interval: [-3, 3], ends: 'free' },
  { kind: 'logistic-mixture', components: 3 },
  { kind: 'gaussian-mixture', components: 2, spread: 1.5 },
  { kind: 'gaussian-mixture', components: 1, logScale: { kind: 'tanh', bound: 1 } },
  {
    kind: 'chain',
    of: [tanhScale, { kind: 'sigmoid' }, { kind: 'invert', of: { kind: 'sigmoid' } }, { kind: 'additive' }],
  },
  { kind: 'invert', of: tanhScale },
  { kind: 'invert', of: { kind: 'logistic-mixture', components: 2 } },
];
const withoutTheta: TransformerSpec[] = [
  { kind: 'leaky-relu', slope: 0.3 },
  { kind: 'sigmoid' },
  { kind: 'sigmoid', temperature: 0.5 },
  { kind: 'tanh' },
  { kind: 'exp' },
  { kind: 'softsign' },
  { kind: 'softsign', bound: 3 },
  { kind: 'cauchy-cdf' },
  { kind: 'chain', of: [{ kind: 'leaky-relu', slope: 2 }, { kind: 'tanh' }] },
];
const conditioners = (context: number): ConditionerSpec[] => [
  { kind: 'mlp', hidden: [7, 6], activation: 'relu', context },
  { kind: 'mlp', hidden: [], activation: 'tanh', context },
  { kind: 'residual-mlp', width: 6, blocks: 2, activation: 'tanh', context },
  ...maskedConditioners(context),
];
const maskedConditioners = (context: number): MaskedConditionerSpec[] => [
  { kind: 'made', hidden: [9, 7], activation: 'tanh', context },
  { kind: 'residual-made', width: 8, blocks: 2, activation: 'relu', context },
];
const orders: Record<number, number[]> = { 1: [0], 2: [1, 0], 5: [2, 0, 4, 1, 3] };

/** Solvers, layers of a field and activations, one after the other rather than each with each. */
const continuousOf = (dimensions: number): LayerSpec[] => {
  const field = { kind: 'mlp', layer: 'concat-squash', hidden: [5, 4], activation: 'tanh' } as const;
  const wide = { ...field, hidden: [6], context: 2 };
  return [
    { kind: 'continuous', dimensions, field: { ...field, hidden: [5, 4] }, solver: { kind: 'rk4', steps: 4 } },
    { kind: 'continuous', dimensions, field: wide, solver: { kind: 'euler', steps: 5 } },
    { kind: 'continuous', dimensions, field: { ...wide, layer: 'concat' }, solver: { kind: 'midpoint', steps: 3 } },
    {
      kind: 'continuous',
      dimensions,
      field: { ...wide, layer: 'ignore', activation: 'softplus' },
      solver: { kind: 'three-eighths', steps: 2 },
      trace: { kind: 'hutchinson', probe: 'rademacher' },
      gradient: 'adjoint',
    },
    { kind: 'continuous', dimensions, field: { ...field, hidden: [4] }, solver: { kind: 'dopri5' } },
    {
      kind: 'continuous',
      dimensions,
      field: { ...field, layer: 'concat', hidden: [] },
      solver: { kind: 'dopri5', relative: 1e-6, absolute: 1e-6, maxSteps: 200 },
    },
  ];
};

const layersOf = (d: number): LayerSpec[] => {
  const order = orders[d]!;
  const one: LayerSpec[] = [
    { kind: 'permutation', order },
    { kind: 'lu-linear', dimensions: d },
    { kind: 'plu-linear', order },
    { kind: 'plu-linear', order, signs: order.map((i) => (i % 2 === 0 ? -1 : 1)) },
    { kind: 'plu-rotation', dimensions: d },
    { kind: 'full-linear', dimensions: d },
    { kind: 'householder', dimensions: d, reflections: 3 },
    { kind: 'planar', dimensions: d },
    { kind: 'planar', dimensions: d, activation: { kind: 'tanh' } },
    { kind: 'planar', dimensions: d, activation: { kind: 'leaky-relu', slope: 0.2 } },
    { kind: 'amortised-planar', dimensions: d, context: 2 },
    { kind: 'amortised-planar', dimensions: d, context: 2, activation: { kind: 'leaky-relu', slope: 0.4 } },
    { kind: 'conditional-affine', dimensions: d, context: 2 },
    { kind: 'radial', dimensions: d },
    { kind: 'actnorm', dimensions: d },
    { kind: 'direct-actnorm', dimensions: d },
    { kind: 'batch-norm', dimensions: d, momentum: 0.5 },
    { kind: 'logit', dimensions: d, levels: 8, alpha: 0.05 },
    ...continuousOf(d),
    ...[...withTheta, ...withoutTheta].map((transformer): LayerSpec => ({
      kind: 'elementwise',
      dimensions: d,
      transformer,
    })),
    ...withTheta.map((transformer): LayerSpec => autoregressive(d, transformer, maskedConditioners(0)[0]!)),
    ...maskedConditioners(2).map((conditioner) => autoregressive(d, tanhScale, conditioner)),
  ];
  return d === 1 ? one : [...one, ...couplingsOf(d)];
};

const couplingsOf = (d: number): LayerSpec[] => {
  const mask = Array.from({ length: d }, (_, i) => (i % 3 === 1 ? 1 : 0));
  return [
    ...withTheta.map((transformer): LayerSpec => ({
      kind: 'coupling',
      mask,
      transformer,
      conditioner: { kind: 'mlp', hidden: [6], activation: 'relu' },
    })),
    { kind: 'volume-preserving-coupling', mask, scale: { kind: 'tanh', bound: 1 }, conditioner: conditioners(2)[0]! },
    ...[0, 2].flatMap((context) =>
      conditioners(context).map((conditioner): LayerSpec => ({
        kind: 'coupling',
        mask,
        transformer: tanhScale,
        conditioner,
      })),
    ),
  ];
};

function autoregressive(d: number, transformer: TransformerSpec, conditioner: MaskedConditionerSpec): LayerSpec {
  return { kind: 'autoregressive', order: orders[d]!, transformer, conditioner };
}

/** Each base under a layer whose z lies between 0 and 1, so inside every support. */
const basesOf = (dimensions: number): [base: BaseSpec, context: number][] => [
  [{ kind: 'uniform', dimensions }, 0],
  [{ kind: 'uniform', dimensions, low: -1, high: 2.5 }, 0],
  [{ kind: 'logistic', dimensions }, 0],
  [{ kind: 'diagonal-gaussian', dimensions }, 0],
  [{ kind: 'conditional-gaussian', dimensions, context: 2, hidden: [5], activation: 'tanh' }, 2],
  [{ kind: 'class-gaussians', dimensions, classes: 3, weights: [1, 2, 5], spread: 1 }, 0],
  [{ kind: 'class-gaussians', dimensions, classes: 2 }, 2],
];

/** Every kind of layer, transformer, conditioner, scale and base, layers both ways round. */
export const specimens: Specimen[] = [1, 2, 5].flatMap((d) => [
  ...layersOf(d).map((layer) => specimen(d, layer)),
  ...(d === 1 ? [] : layersOf(d).map((of) => specimen(d, { kind: 'invert', of }))),
  ...basesOf(d).map(([base, context]): Specimen => ({
    name: JSON.stringify(base),
    spec: {
      base,
      layers: [{ kind: 'invert', of: { kind: 'elementwise', dimensions: d, transformer: { kind: 'sigmoid' } } }],
    },
    context,
  })),
]);

function specimen(dimensions: number, layer: LayerSpec): Specimen {
  return {
    name: `${described(layer)}, D = ${dimensions}`,
    spec: { base: { kind: 'standard-normal', dimensions }, layers: [{ kind: 'actnorm', dimensions }, layer] },
    context: contextOf(layer),
  };
}

function contextOf(layer: LayerSpec): number {
  if (layer.kind === 'invert') return contextOf(layer.of);
  if ('context' in layer) return layer.context;
  if (layer.kind === 'continuous') return layer.field.context ?? 0;
  if (layer.kind === 'image-coupling') return 0;
  return 'conditioner' in layer ? (layer.conditioner.context ?? 0) : 0;
}

/** The layer's JSON, without what every one of a size has. */
function described(layer: LayerSpec): string {
  return JSON.stringify(layer).replaceAll(/"|kind:|,?"?dimensions"?:\d+/g, '');
}
