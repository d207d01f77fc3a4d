import { exp, log } from '#numerics';
import type { MixtureFamily } from './mixture-components.ts';

/** K components for each of N values; component k of value i stands at k·N + i. */
export type MixtureTable = { logWeights: ArrayLike<number>; means: ArrayLike<number>; logScales: ArrayLike<number> };

/** Newton from inside a bracket halves at worst: 60 halvings exhaust float64. */
const steps = 100;
const tolerance = 1e-10;

/**
 * x with logit F(x) = z for each value, F = Σ w_k F₀((x − μ_k) ÷ s_k), in float64: |error| ≤ 1e-10·max(1, |x|), beyond what
 * rounding of z leaves. Newton on the log-odds, which are nearly straight in both tails, and bisection where a step leaves the
 * bracket. The mixture's quantile lies between its components' least and greatest one, so the bracket holds it from the start.
 */
export function mixtureQuantiles(z: ArrayLike<number>, table: MixtureTable, family: MixtureFamily): Float32Array {
  return Float32Array.from(z, (target, i) =>
    Number.isFinite(target) ? quantile(target, i, z.length, table, family) : target,
  );
}

function quantile(z: number, i: number, n: number, table: MixtureTable, family: MixtureFamily): number {
  let [low, high] = [Infinity, -Infinity];
  for (let at = i; at < table.means.length; at += n) {
    const scale = exp(table.logScales[at]!);
    low = Math.min(low, table.means[at]! + scale * Math.min(0, family.reach * z));
    high = Math.max(high, table.means[at]! + scale * Math.max(0, family.reach * z));
  }
  let x = (low + high) / 2;
  for (let step = 0; step < steps; step++) {
    const { logit, slope } = logOdds(x, i, n, table, family);
    if (logit > z) high = x;
    else low = x;
    const newton = x - (logit - z) / slope;
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    const moved = Math.abs(next - x);
    x = next;
    if (moved <= tolerance * Math.max(1, Math.abs(x))) break;
  }
  return x;
}

/** logit F and its derivative at one x, by running log-sums. */
function logOdds(
  x: number,
  i: number,
  n: number,
  { logWeights, means, logScales }: MixtureTable,
  family: MixtureFamily,
) {
  let [below, above, density] = [-Infinity, -Infinity, -Infinity];
  for (let at = i; at < means.length; at += n) {
    const u = (x - means[at]!) * exp(-logScales[at]!);
    below = logAdd(below, logWeights[at]! + family.logCdfAt(u));
    above = logAdd(above, logWeights[at]! + family.logCdfAt(-u));
    density = logAdd(density, logWeights[at]! + family.logDensityAt(u) - logScales[at]!);
  }
  return { logit: below - above, slope: exp(density - below - above) };
}

/** log(eᵃ + eᵇ) */
function logAdd(a: number, b: number): number {
  const most = Math.max(a, b);
  return most === -Infinity ? most : most + log(exp(a - most) + exp(b - most));
}
