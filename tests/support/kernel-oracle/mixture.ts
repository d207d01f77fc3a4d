import type { TransformerSpec } from '#flows';
import type { Context, Result } from './reference.ts';

/** Logit of the mixture's CDF, in plain float64 sums of σ, with no logarithm before the end. */
export function mixture(
  { components: k, spread = 2 }: Extract<TransformerSpec, { kind: 'logistic-mixture' }>,
  x: number,
  theta: number[],
  { tape }: Context,
): Result {
  // e⁻ᵘ overflows even float64 beyond u = −709.
  const logistic = (u: number) => (u < 0 ? Math.exp(u) / (1 + Math.exp(u)) : 1 / (1 + Math.exp(-u)));
  const sigmoid = (u: number) => {
    const [up, down] = [logistic(tape.values[u]!), logistic(-tape.values[u]!)];
    return tape.map(u, up, up * down);
  };
  const exps = theta.slice(0, k).map((logit) => tape.exp(logit));
  const total = tape.sum(exps);
  const parts = exps.map((weight, i) => {
    const offset = tape.leaf(k === 1 ? 0 : spread * ((2 * i) / (k - 1) - 1));
    const scale = tape.exp(tape.times(theta[2 * k + i]!, -1));
    const u = tape.mul(tape.sub(x, tape.add(theta[k + i]!, offset)), scale);
    const [up, down] = [sigmoid(u), sigmoid(tape.times(u, -1))];
    const share = tape.div(weight, total);
    return {
      below: tape.mul(share, up),
      above: tape.mul(share, down),
      density: tape.mul(tape.mul(share, scale), tape.mul(up, down)),
    };
  });
  const [below, above, density] = (['below', 'above', 'density'] as const).map((key) =>
    tape.log(tape.sum(parts.map((part) => part[key]))),
  ) as [number, number, number];
  return { y: [tape.sub(below, above)], logDet: tape.sub(density, tape.add(below, above)) };
}
