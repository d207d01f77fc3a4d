import { atan2, cos, exp, log, logSumExp, sin } from '#numerics';
import { BEND, bracketRoots, polish, TURN } from './pinwheel-roots.ts';

const ALONG = { mean: 1, sd: 0.3 };
const ACROSS = { mean: 0, sd: 0.1 };
const ARMS = 5;
const SCALE = 2;
/** Beyond |x| = 12, where log p < −130, the arms are wound so tightly that only the mean over the circle is given. */
const LAST_FOLLOWED = 6;
/** Roots below e^(−32) of the largest are left out; 14 is margin, for weights are compared before the roots are exact. */
const NEGLIGIBLE = 32 + 14;

/** (e₁, e₂, k) → x. */
export function warpOf(e1: number, e2: number, k: number): [number, number] {
  const f1 = ALONG.mean + ALONG.sd * e1;
  const f2 = ACROSS.mean + ACROSS.sd * e2;
  const angle = TURN * k + BEND * exp(f1);
  const [c, s] = [cos(angle), sin(angle)];
  return [SCALE * (f1 * c + f2 * s), SCALE * (f2 * c - f1 * s)];
}

/**
 * log p(x) by the change of variables, summed over every f that lands on x.
 *
 * Turning keeps the radius r = |x|/2, so f = r(cos t, sin t), and x at polar angle θ is reached when
 *   G(t) = t − ¼ exp(r cos t) = θ + 2πk/5 for some k.
 * The Jacobian of f ↦ x has determinant 4·G′(t), G′(t) = 1 + ¼ f₂ exp(f₁), hence
 *   p(x) = ⅕ Σ over the roots of N(f₁; 1, 0.3²)·N(f₂; 0, 0.1²) / (4 |G′(t)|).
 * Where G folds back, p is infinite on a line; all folds together hold about 1e-9 of the mass.
 */
export function warpLogDensity(points: Float32Array | Float64Array): Float64Array {
  const result = new Float64Array(points.length / 2);
  const constant = -log(2 * Math.PI * ALONG.sd * ACROSS.sd * ARMS * SCALE * SCALE);
  for (let i = 0; i < result.length; i++) {
    const u = points[2 * i]! / SCALE;
    const v = points[2 * i + 1]! / SCALE;
    const r = Math.sqrt(u * u + v * v);
    result[i] = constant + (r < LAST_FOLLOWED ? logRootSum(r, atan2(v, u)) : logCircleMean(r));
  }
  return result;
}

/** log Σ over the roots t of N(f₁)·N(f₂)/|G′|, without the constant factors. */
function logRootSum(r: number, theta: number): number {
  const brackets = bracketRoots(r, theta);
  const weights = brackets.map(({ f1, f2 }) => logWeight(f1, f2));
  const least = Math.max(...weights) - NEGLIGIBLE;
  const terms: number[] = [];
  for (let i = 0; i < brackets.length; i++) {
    if (weights[i]! < least) continue;
    const { f1, f2, slope } = polish(r, brackets[i]!);
    terms.push(logWeight(f1, f2) - log(Math.abs(slope)));
  }
  return logSumExp(terms);
}

/** The same sum's mean over the circle of radius r, by Laplace's method at t = 0, where the weight has its one sharp maximum. */
function logCircleMean(r: number): number {
  const curvature = (r * r) / (ACROSS.sd * ACROSS.sd) - (r * (r - ALONG.mean)) / (ALONG.sd * ALONG.sd);
  return logWeight(r, 0) + log(ARMS) - 0.5 * log(2 * Math.PI * curvature);
}

function logWeight(f1: number, f2: number): number {
  const along = (f1 - ALONG.mean) / ALONG.sd;
  const across = (f2 - ACROSS.mean) / ACROSS.sd;
  return -0.5 * (along * along + across * across);
}
