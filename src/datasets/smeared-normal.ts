import { erf, erfcx, exp, log } from '#numerics';

/** Entries of the table for each standard deviation; cubic interpolation of the logarithm is then right to about 1e-11. */
const ENTRIES = 128;
/** How many standard deviations the table covers; beyond, the formula itself is evaluated. */
const COVERED = 30;

/**
 * Log density of U(−width/2, width/2) + sd·N(0, 1): log{ [Φ(b) − Φ(a)]/width } with a, b = (u ∓ width/2)/sd.
 * Read from a table of the values and slopes, because a curve needs it a hundred times a point.
 */
export function smearedNormal(width: number, sd: number): (u: number) => number {
  const step = sd / ENTRIES;
  const n = Math.ceil((COVERED * sd + width) / step) + 1;
  const values = new Float64Array(n);
  const slopes = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const { value, slope } = exactly(i * step, width, sd);
    values[i] = value;
    slopes[i] = slope * step;
  }
  return (signed) => {
    const u = Math.abs(signed);
    const at = u / step;
    const i = Math.floor(at);
    if (i >= n - 1) return exactly(u, width, sd).value;
    const t = at - i;
    const [v0, v1, s0, s1] = [values[i]!, values[i + 1]!, slopes[i]!, slopes[i + 1]!];
    const rise = v1 - v0;
    return v0 + t * (s0 + t * (3 * rise - 2 * s0 - s1 + t * (s0 + s1 - 2 * rise)));
  };
}

/** The log density and its slope at u ≥ 0. In the tail both normals are taken relative to the nearer, larger one. */
function exactly(u: number, width: number, sd: number): { value: number; slope: number } {
  const a = (u - width / 2) / sd;
  const b = (u + width / 2) / sd;
  const ratio = exp((a * a - b * b) / 2);
  const tail = a > 0;
  const share = tail
    ? 0.5 * (erfcx(a * Math.SQRT1_2) - ratio * erfcx(b * Math.SQRT1_2))
    : 0.5 * (erf(b * Math.SQRT1_2) - erf(a * Math.SQRT1_2));
  const height = (tail ? 1 : exp((-a * a) / 2)) / Math.sqrt(2 * Math.PI);
  return {
    value: log(share / width) - (tail ? (a * a) / 2 : 0),
    slope: ((ratio - 1) * height) / (share * sd),
  };
}
