import { hiddenDegrees, madeMasks } from '#flows';
import type { ConditionerSpec, FlowSpec, LayerSpec, ScaleSpec, TransformerSpec } from '#flows';
import { continuous, continuousParameters } from './continuous.ts';
import { linear, planar, radial } from './lemma-layers.ts';
import { mixture } from './mixture.ts';
import { spline } from './spline.ts';
import { Tape } from './tape.ts';

/** What the formulas of the docstrings give in float64, row by row; `kinks` are rows with a unit within `margin` of a kink. */
export type Reference = { loss: number; gradient: Float64Array; pointGradient: Float64Array; kinks: Set<number> };
export type Context = { tape: Tape; parameters: (at: number) => number; near: (distance: number) => void };
export type Result = { y: number[]; logDet: number };

/** The mean negative log-likelihood of rows [n, d] and its gradient in the flat parameters and in the points. */
export function referenceNll(spec: FlowSpec, parameters: Float32Array, x: Float32Array, margin = 1e-4): Reference {
  const tape = new Tape();
  const leaves = Int32Array.from(parameters, (value) => tape.leaf(value));
  const points = Int32Array.from(x, (value) => tape.leaf(value));
  const d = spec.base.dimensions;
  const n = x.length / d;
  const kinks = new Set<number>();
  let total = tape.leaf(0);
  for (let row = 0; row < n; row++) {
    const near = (distance: number) => void (Math.abs(distance) < margin && kinks.add(row));
    const context: Context = { tape, parameters: (at) => leaves[at]!, near };
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
    case 'autoregressive':
      return moved(layer, x, x, layer.order, () => true, inverse, offset, context);
    default:
      throw new Error(`The reference has no ${layer.kind}.`);
  }
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
    if (transformer.kind === 'rational-quadratic-spline') {
      const bent = spline(transformer, value, theta.slice(i * perDim, (i + 1) * perDim), inverse, context);
      logDet = tape.add(logDet, bent.logDet);
      return bent.y[0]!;
    }
    if (transformer.kind === 'logistic-mixture') {
      const mixed = mixture(transformer, value, theta.slice(i * perDim, (i + 1) * perDim), context);
      logDet = tape.add(logDet, mixed.logDet);
      return mixed.y[0]!;
    }
    const t = theta[i * perDim]!;
    if (transformer.kind !== 'affine') return inverse ? tape.sub(value, t) : tape.add(value, t);
    const s = scaled(transformer.scale, theta[i * perDim + 1]!, tape);
    logDet = inverse ? tape.sub(logDet, s) : tape.add(logDet, s);
    return inverse
      ? tape.mul(tape.sub(value, t), tape.exp(tape.times(s, -1)))
      : tape.add(tape.mul(value, tape.exp(s)), t);
  });
  return { y, logDet };
}

function scaled(scale: ScaleSpec, u: number, tape: Tape): number {
  if (scale.kind === 'exp') return u;
  if (scale.kind === 'sigmoid-gate') throw new RangeError('the kernels have no sigmoid gate to be compared with.');
  if (scale.kind === 'tanh') return tape.times(tape.tanh(tape.times(u, 1 / scale.bound)), scale.bound);
  const value = tape.values[u]!;
  const damping = 1 + Math.abs(value) / scale.bound;
  return tape.map(u, value / damping, 1 / (damping * damping));
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

function perDimension(transformer: TransformerSpec): number {
  if (transformer.kind === 'additive') return 1;
  if (transformer.kind === 'affine') return 2;
  if (transformer.kind === 'logistic-mixture') return 3 * transformer.components;
  if (transformer.kind !== 'rational-quadratic-spline') throw new Error(`The reference has no ${transformer.kind}.`);
  return 3 * transformer.bins + (transformer.ends === 'free' ? 1 : -1);
}

function parameterCountOf(layer: LayerSpec, d: number): number {
  if (layer.kind === 'permutation') return 0;
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
