import { parametersOf } from '#kernels';
import type { ConditionedStep, DenseLayer, KernelTransformer } from '#kernels';
import { hiddenDegrees, madeMasks } from '../conditioners/made-masks.ts';
import type { ConditionerSpec, LayerSpec, TransformerSpec } from '../spec.ts';
import type { Reading } from './lower.ts';
import { mixtureOffsets } from '../transformers/mixture-cdf.ts';
import { NotFusable } from './not-fusable.ts';

type Conditioned = Extract<LayerSpec, { kind: 'coupling' | 'autoregressive' }>;

/** A coupling, or an autoregressive layer in the direction in which all dimensions move at once. */
export function lowerConditioned(spec: Conditioned, { offset, inverse }: Reading): ConditionedStep {
  const transformer = lowerTransformer(spec.transformer, inverse);
  if (spec.kind === 'coupling') {
    const kept = spec.mask.flatMap((bit, i) => (bit === 1 ? [i] : []));
    const moved = spec.mask.flatMap((bit, i) => (bit === 0 ? [i] : []));
    const order = spec.mask.map((_, i) => i);
    const network = lowerNetwork(spec.conditioner, { offset, order, reads: kept, moves: moved, transformer });
    return {
      kind: 'conditioned',
      inverse,
      reads: kept,
      moves: moved,
      transformer,
      network,
      ...residualOf(spec.conditioner),
    };
  }
  if (!inverse) throw new NotFusable('this direction settles one dimension after the other');
  const all = spec.order.map((_, i) => i);
  const network = lowerNetwork(spec.conditioner, { offset, order: spec.order, reads: all, moves: all, transformer });
  return {
    kind: 'conditioned',
    inverse,
    reads: all,
    moves: all,
    transformer,
    network,
    ...residualOf(spec.conditioner),
  };
}

function residualOf(spec: ConditionerSpec): Pick<ConditionedStep, 'residual'> {
  return 'blocks' in spec ? { residual: spec.activation } : {};
}

function lowerTransformer(spec: TransformerSpec, inverse: boolean): KernelTransformer {
  if (spec.kind === 'additive') return { kind: 'additive' };
  if (spec.kind === 'rational-quadratic-spline') {
    return { kind: 'spline', bins: spec.bins, interval: spec.interval, ends: spec.ends ?? 'linear' };
  }
  if (spec.kind === 'logistic-mixture') {
    if (!inverse) throw new NotFusable('this direction of its transformer solves for a root, row by row');
    if (spec.logScale && spec.logScale.kind !== 'exp') {
      throw new NotFusable(`there is no kernel for the bound of its scales (${spec.logScale.kind})`);
    }
    return { kind: 'mixture', offsets: mixtureOffsets(spec.components, spec.spread) };
  }
  if (spec.kind !== 'affine') throw new NotFusable(`there is no kernel for its transformer (${spec.kind})`);
  switch (spec.scale.kind) {
    case 'exp':
      return { kind: 'exponential' };
    case 'tanh':
      return { kind: 'soft-clamp', bound: spec.scale.bound };
    case 'soft-clip':
      return { kind: 'soft-clip', bound: spec.scale.bound };
    case 'sigmoid-gate':
      throw new NotFusable('there is no kernel for its scale (sigmoid-gate)');
  }
}

type Wiring = {
  offset: number;
  order: readonly number[];
  reads: readonly number[];
  moves: readonly number[];
  transformer: KernelTransformer;
};

/**
 * The conditioner's network, cut to what matters: of the first matrix the rows of dimensions that are read, of the last one the
 * columns of dimensions that are moved, parameter by parameter; of a masked matrix what the mask leaves open.
 */
function lowerNetwork(spec: ConditionerSpec, { offset, order, reads, moves, transformer }: Wiring): DenseLayer[] {
  if (spec.context) throw new NotFusable('its conditioner reads a context');
  const d = order.length;
  const perDim = parametersOf(transformer);
  const { hidden, units } = hiddenLayers(spec);
  const widths = [d, ...hidden, d * perDim];
  const masks = masksOf(spec, order, perDim);
  const last = widths.length - 2;
  let at = offset;
  return widths.slice(1).map((width, i): DenseLayer => {
    const stored = widths[i]!;
    const rows = i === 0 ? reads : range(stored);
    const columns =
      i === last ? range(perDim).flatMap((p) => moves.map((dimension) => dimension * perDim + p)) : range(width);
    const [weights, bias] = [at, at + stored * width];
    at = bias + width;
    const whole =
      !masks && rows.length === stored && columns.length === width && columns.every((column, k) => column === k);
    return {
      inputs: rows.length,
      outputs: columns.length,
      weights: whole ? weights : entries(weights, width, rows, columns, masks?.[i]),
      bias: whole ? bias : Int32Array.from(columns, (column) => bias + column),
      activation: i === last ? 'linear' : units[i]!,
    };
  });
}

/** Widths and units of all layers but the last. In a residual network those that end a block, and the first, are linear. */
function hiddenLayers(spec: ConditionerSpec): { hidden: number[]; units: DenseLayer['activation'][] } {
  if ('hidden' in spec) return { hidden: [...spec.hidden], units: spec.hidden.map(() => spec.activation) };
  const inner = range(2 * spec.blocks).map((i) => (i % 2 === 0 ? spec.activation : 'linear'));
  return { hidden: [spec.width, ...inner.map(() => spec.width)], units: ['linear', ...inner] };
}

/** One mask for each matrix of a masked conditioner; inside the blocks of a residual one they are all the same. */
function masksOf(spec: ConditionerSpec, order: readonly number[], paramsPerDim: number): Float32Array[] | undefined {
  if (spec.kind !== 'made' && spec.kind !== 'residual-made') return undefined;
  const units = 'hidden' in spec ? spec.hidden : [spec.width, spec.width];
  const masks = madeMasks({ order, degrees: hiddenDegrees(order.length, units), paramsPerDim });
  const values = masks.map((mask) => mask.values);
  if ('hidden' in spec) return values;
  const [first, inner, last] = values as [Float32Array, Float32Array, Float32Array];
  return [first, ...range(2 * spec.blocks).map(() => inner), last];
}

/** Positions of a matrix's entries at these rows and columns; −1 where the mask closes them. */
function entries(
  offset: number,
  width: number,
  rows: readonly number[],
  columns: readonly number[],
  mask?: Float32Array,
): Int32Array {
  return Int32Array.from(
    rows.flatMap((row) =>
      columns.map((column) => (mask?.[row * width + column] === 0 ? -1 : offset + row * width + column)),
    ),
  );
}

const range = (length: number): number[] => Array.from({ length }, (_, i) => i);
