import type { ScaleSpec, TransformerSpec } from '#flows';
import { mixture } from './mixture.ts';
import type { Context, Result } from './reference.ts';
import { spline } from './spline.ts';
import type { Tape } from './tape.ts';

/** One dimension moved by a transformer, in the direction of its formula or back. */
export function scoredBy(
  transformer: TransformerSpec,
  value: number,
  theta: number[],
  inverse: boolean,
  context: Context,
): Result {
  const { tape } = context;
  const [t, u] = theta;
  switch (transformer.kind) {
    case 'invert':
      return scoredBy(transformer.of, value, theta, !inverse, context);
    case 'rational-quadratic-spline':
      return spline(transformer, value, theta, inverse, context);
    case 'logistic-mixture':
      return mixture(transformer, value, theta, context);
    case 'additive':
      return { y: [inverse ? tape.sub(value, t!) : tape.add(value, t!)], logDet: tape.leaf(0) };
    case 'affine':
    case 'shift-first-affine': {
      const s = scaled(transformer.scale, u!, tape);
      const signed = inverse ? tape.times(s, -1) : s;
      const times = (z: number) => tape.mul(z, tape.exp(signed));
      const plus = (z: number) => (inverse ? tape.sub(z, t!) : tape.add(z, t!));
      // Shift first forward is scale first backward, and the other way round.
      const scaleFirst = (transformer.kind === 'affine') !== inverse;
      return { y: [scaleFirst ? plus(times(value)) : times(plus(value))], logDet: signed };
    }
    default:
      throw new Error(`The reference has no ${transformer.kind}.`);
  }
}

export function perDimension(transformer: TransformerSpec): number {
  if (transformer.kind === 'invert') return perDimension(transformer.of);
  if (transformer.kind === 'additive') return 1;
  if (transformer.kind === 'affine' || transformer.kind === 'shift-first-affine') return 2;
  if (transformer.kind === 'logistic-mixture') return 3 * transformer.components;
  if (transformer.kind !== 'rational-quadratic-spline') throw new Error(`The reference has no ${transformer.kind}.`);
  return 3 * transformer.bins + (transformer.ends === 'free' ? 1 : -1);
}

function scaled(scale: ScaleSpec, u: number, tape: Tape): number {
  if (scale.kind === 'exp') return u;
  if (scale.kind === 'tanh') return tape.times(tape.tanh(tape.times(u, 1 / scale.bound)), scale.bound);
  if (scale.kind === 'sigmoid-gate') {
    const { shift = 2, floor = 0 } = scale;
    if (floor !== 0) throw new RangeError('the kernels have no gate with a floor to be compared with.');
    return tape.times(tape.softplus(tape.times(tape.add(u, tape.leaf(shift)), -1)), -1);
  }
  const value = tape.values[u]!;
  const damping = 1 + Math.abs(value) / scale.bound;
  return tape.map(u, value / damping, 1 / (damping * damping));
}
