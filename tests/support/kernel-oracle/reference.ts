import { hiddenDegrees, madeMasks } from '#flows';
import type { ConditionerSpec, FlowSpec, LayerSpec } from '#flows';
import { continuous, continuousParameters } from './continuous.ts';
import { multiScaleCount, scoredImage } from './image-layers.ts';
import { linear, planar, radial } from './lemma-layers.ts';
import { Tape } from './tape.ts';
import { perDimension, scoredBy } from './transformers.ts';

/** What the formulas of the docstrings give in float64, row by row; `kinks` are rows with a unit within `margin` of a kink. */
export type Reference = { loss: number; gradient: Float64Array; pointGradient: Float64Array; kinks: Set<number> };
export type Context = {
  tape: Tape;
  parameters: (at: number) => number;
  /** What is saved behind the parameters. */
  state: (at: number) => number;
  near: (distance: number) => void;
};
export type Result = { y: number[]; logDet: number };

/** The mean negative log-likelihood of rows [n, d] and its gradient in the flat parameters and in the points. */
export function referenceNll(
  spec: FlowSpec,
  { parameters, state: fixed = new Float32Array() }: { parameters: Float32Array; state?: Float32Array },
  x: Float32Array,
  margin = 1e-4,
): Reference {
  const tape = new Tape();
  const leaves = Int32Array.from(parameters, (value) => tape.leaf(value));
  const points = Int32Array.from(x, (value) => tape.leaf(value));
  const d = spec.base.dimensions;
  const n = x.length / d;
  const kinks = new Set<number>();
  let total = tape.leaf(0);
  for (let row = 0; row < n; row++) {
    const near = (distance: number) => void (Math.abs(distance) < margin && kinks.add(row));
    const context: Context = { tape, parameters: (at) => leaves[at]!, state: (at) => fixed[at]!, near };
    let state = Array.from({ length: d }, (_, j) => points[row * d + j]!);
    let offset = parameters.length;
    for (const layer of spec.layers.toReversed()) {
      offset -= parameterCountOf(layer, d);
      const { y, logDet } = applied(layer, state, true, offset, context);
      state = y;
      total = tape.sub(total, logDet);
    }
    for (const z of state) total = tape.add(total, tape.times(tape.mul(z, z), 0.5));
  }
  const constant = 0.5 * d * Math.log(2 * Math.PI);
  const gradient = tape.gradient(total);
  return {
    loss: tape.values[total]! / n + constant,
    gradient: Float64Array.from(leaves, (leaf) => gradient[leaf]! / n),
    pointGradient: Float64Array.from(points, (leaf) => gradient[leaf]! / n),
    kinks,
  };
}

function applied(layer: LayerSpec, x: number[], inverse: boolean, offset: number, context: Context): Result {
  const { tape, parameters } = context;
  switch (layer.kind) {
    case 'permutation': {
      const y = layer.order.map((from, to) => (inverse ? x[layer.order.indexOf(to)]! : x[from]!));
      return { y, logDet: tape.leaf(0) };
    }
    case 'actnorm': {
      let logDet = tape.leaf(0);
      const y = x.map((value, i) => {
        const s = parameters(offset + i);
        const shift = parameters(offset + x.length + i);
        logDet = inverse ? tape.sub(logDet, s) : tape.add(logDet, s);
        return inverse
          ? tape.mul(tape.sub(value, shift), tape.exp(tape.times(s, -1)))
          : tape.add(tape.mul(value, tape.exp(s)), shift);
      });
      return { y, logDet };
    }
    case 'invert':
      return applied(layer.of, x, !inverse, offset, context);
    case 'continuous':
      return continuous(layer, x, inverse, offset, context);
    case 'planar':
      if (inverse) throw new Error('The reference does not solve for planar roots.');
      return planar(layer, x, offset, context);
    case 'radial':
      if (inverse) throw new Error('The reference has no radial inverse.');
      return radial(x, offset, context);
    case 'lu-linear':
    case 'plu-linear':
      return linear(layer, x, inverse, offset, context);
    case 'coupling': {
      const zero = tape.leaf(0);
      const kept = x.map((value, i) => (layer.mask[i] === 1 ? value : zero));
      const order = x.map((_, i) => i);
      return moved(layer, x, kept, order, (i) => layer.mask[i] === 0, inverse, offset, context);
    }
    case 'multi-scale':
      if (!inverse || offset !== 0)
        throw new Error('The reference has images in the first layer alone, and scores them.');
      return scoredImage(layer.levels, x, { parameters: 0, state: 0 }, context);
    case 'flatten':
      return { y: x, logDet: tape.leaf(0) };
    case 'logit':
      return logit(layer, x, inverse, context);
    case 'autoregressive':
      return moved(layer, x, x, layer.order, () => true, inverse, offset, context);
    default:
      throw new Error(`The reference has no ${layer.kind}.`);
  }
}

/** s = α + (1 − 2α)·y/levels, z = log s − log(1 − s). */
function logit(
  { levels, alpha }: Extract<LayerSpec, { kind: 'logit' }>,
  x: number[],
  inverse: boolean,
  { tape, near }: Context,
): Result {
  if (!inverse) throw new Error('The reference has the logit towards the noise only.');
  const logDets: number[] = [];
  const y = x.map((value) => {
    const s = tape.add(tape.times(value, (1 - 2 * alpha) / levels), tape.leaf(alpha));
    const rest = tape.sub(tape.leaf(1), s);
    near(Math.min(tape.values[s]!, tape.values[rest]!) - 1e-3);
    const [below, above] = [tape.log(s), tape.log(rest)];
    logDets.push(tape.times(tape.add(below, above), -1), tape.leaf(Math.log(1 - 2 * alpha) - Math.log(levels)));
    return tape.sub(below, above);
  });
  return { y, logDet: tape.sum(logDets) };
}

function moved(
  { transformer, conditioner }: Extract<LayerSpec, { kind: 'coupling' | 'autoregressive' }>,
  x: number[],
  kept: number[],
  order: readonly number[],
  moves: (i: number) => boolean,
  inverse: boolean,
  offset: number,
  context: Context,
): Result {
  const { tape } = context;
  const perDim = perDimension(transformer);
  const theta = network(conditioner, kept, order, perDim, offset, context);
  let logDet = tape.leaf(0);
  const y = x.map((value, i) => {
    if (!moves(i)) return value;
    const result = scoredBy(transformer, value, theta.slice(i * perDim, (i + 1) * perDim), inverse, context);
    logDet = tape.add(logDet, result.logDet);
    return result.y[0]!;
  });
  return { y, logDet };
}

function network(
  spec: ConditionerSpec,
  inputs: number[],
  order: readonly number[],
  perDim: number,
  offset: number,
  { tape, parameters, near }: Context,
): number[] {
  const outputs = inputs.length * perDim;
  const units = 'hidden' in spec ? spec.hidden : [spec.width, spec.width];
  const masked = spec.kind === 'made' || spec.kind === 'residual-made';
  const masks = masked
    ? madeMasks({ order, degrees: hiddenDegrees(inputs.length, units), paramsPerDim: perDim })
    : undefined;
  let at = offset;
  const dense = (from: number[], width: number, mask: number): number[] => {
    const base = at;
    at += (from.length + 1) * width;
    return Array.from({ length: width }, (_, unit) => {
      const open = from.flatMap((value, k) =>
        masks?.[mask]!.values[k * width + unit] === 0 ? [] : [tape.mul(value, parameters(base + k * width + unit))],
      );
      return tape.sum([parameters(base + from.length * width + unit), ...open]);
    });
  };
  const activated = (sums: number[]): number[] =>
    sums.map((sum) => {
      if (spec.activation === 'tanh') return tape.tanh(sum);
      near(tape.values[sum]!);
      return tape.relu(sum);
    });
  if ('hidden' in spec) {
    const h = spec.hidden.reduce((below, width, i) => activated(dense(below, width, i)), inputs);
    return dense(h, outputs, spec.hidden.length);
  }
  let h = dense(inputs, spec.width, 0);
  for (let block = 0; block < spec.blocks; block++) {
    const inner = activated(dense(activated(h), spec.width, 1));
    const outer = dense(inner, spec.width, 1);
    h = h.map((value, i) => tape.add(value, outer[i]!));
  }
  return dense(h, outputs, 2);
}

function parameterCountOf(layer: LayerSpec, d: number): number {
  if (layer.kind === 'permutation' || layer.kind === 'flatten' || layer.kind === 'logit') return 0;
  if (layer.kind === 'multi-scale') return multiScaleCount(layer.levels);
  if (layer.kind === 'actnorm') return 2 * d;
  if (layer.kind === 'planar') return 2 * d + 1;
  if (layer.kind === 'radial') return d + 2;
  if (layer.kind === 'lu-linear') return d * d + d;
  if (layer.kind === 'plu-linear') return d * d;
  if (layer.kind === 'continuous') return continuousParameters(layer);
  if (layer.kind === 'invert') return parameterCountOf(layer.of, d);
  if (layer.kind !== 'coupling' && layer.kind !== 'autoregressive')
    throw new Error(`The reference has no ${layer.kind}.`);
  const { conditioner, transformer } = layer;
  const hidden =
    'hidden' in conditioner
      ? conditioner.hidden
      : Array.from({ length: 1 + 2 * conditioner.blocks }, () => conditioner.width);
  const widths = [d, ...hidden, d * perDimension(transformer)];
  return widths.slice(1).reduce((count, width, i) => count + (widths[i]! + 1) * width, 0);
}
