import type { TransformerSpec } from '#flows';
import type { Context, Result } from './reference.ts';

type Spec = Extract<TransformerSpec, { kind: 'rational-quadratic-spline' }>;

/** Equations 4 to 8 of https://arxiv.org/abs/1906.04032, with the least sizes and slopes of 1e-3 that the book takes. */
export function spline(
  { bins, interval: [left, right], ends }: Spec,
  value: number,
  theta: number[],
  inverse: boolean,
  { tape, near }: Context,
): Result {
  const at = tape.values[value]!;
  near(at - left);
  near(at - right);
  if (at < left || at > right) return { y: [value], logDet: tape.leaf(0) };
  const least = 1e-3;
  const sizes = (raw: number[]): number[] => {
    const exps = raw.map((u) => tape.exp(u));
    const total = tape.sum(exps);
    const free = (1 - least * bins) * (right - left);
    return exps.map((e) => tape.add(tape.times(tape.div(e, total), free), tape.leaf(least * (right - left))));
  };
  const edges = (parts: number[]): number[] => {
    const found = [tape.leaf(left)];
    for (const part of parts) found.push(tape.add(found.at(-1)!, part));
    return found;
  };
  const [widths, heights] = [sizes(theta.slice(0, bins)), sizes(theta.slice(bins, 2 * bins))];
  const [zs, xs] = [edges(widths), edges(heights)];
  const beta = Math.LN2 / (1 - least);
  const learned = theta
    .slice(2 * bins)
    .map((u) => tape.add(tape.times(tape.softplus(tape.times(u, beta)), 1 / beta), tape.leaf(least)));
  const slopes = ends === 'free' ? learned : [tape.leaf(1), ...learned, tape.leaf(1)];
  const knots = inverse ? xs : zs;
  knots.slice(1, -1).forEach((knot) => near(at - tape.values[knot]!));
  let k = 0;
  while (k < bins - 1 && at > tape.values[knots[k + 1]!]!) k++;
  const [w, h, z0, x0, d0, d1] = [widths[k]!, heights[k]!, zs[k]!, xs[k]!, slopes[k]!, slopes[k + 1]!];
  const s = tape.div(h, w);
  const excess = tape.sub(tape.add(d0, d1), tape.times(s, 2));
  const xi = inverse ? root() : tape.div(tape.sub(value, z0), w);
  const rest = tape.sub(tape.leaf(1), xi);
  const t = tape.mul(xi, rest);
  const denominator = tape.add(s, tape.mul(excess, t));
  const numerator = tape.add(tape.mul(s, tape.mul(xi, xi)), tape.mul(d0, t));
  const steep = tape.sum([
    tape.mul(d1, tape.mul(xi, xi)),
    tape.times(tape.mul(s, t), 2),
    tape.mul(d0, tape.mul(rest, rest)),
  ]);
  const logSlope = tape.add(tape.log(steep), tape.times(tape.sub(tape.log(s), tape.log(denominator)), 2));
  if (inverse) return { y: [tape.add(z0, tape.mul(xi, w))], logDet: tape.times(logSlope, -1) };
  return { y: [tape.add(x0, tape.div(tape.mul(h, numerator), denominator))], logDet: logSlope };

  function root(): number {
    const risen = tape.sub(value, x0);
    const a = tape.add(tape.mul(h, tape.sub(s, d0)), tape.mul(risen, excess));
    const b = tape.sub(tape.mul(h, d0), tape.mul(risen, excess));
    const c = tape.times(tape.mul(s, risen), -1);
    const discriminant = tape.sub(tape.mul(b, b), tape.times(tape.mul(a, c), 4));
    const size = Math.sqrt(tape.values[discriminant]!);
    const squareRoot = tape.map(discriminant, size, 0.5 / size);
    return tape.div(tape.times(c, -2), tape.add(b, squareRoot));
  }
}
