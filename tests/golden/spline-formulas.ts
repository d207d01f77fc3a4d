/** Splines of one number in float64, by the formulas of Durkan et al. 2019 and of the peers' parameterisations. */
export type Knots = { x: number[]; y: number[]; slopes: number[] };
export type Value = { value: number; logSlope: number };

const softmax = (u: readonly number[]) => {
  const weights = u.map(Math.exp);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
};
const softplus = (u: number) => Math.log1p(Math.exp(u));

/** Edges of bins with shares least + (1 − least·K)·softmax(u). */
export function edges(u: readonly number[], [left, right]: readonly [number, number], least: number): number[] {
  const sums = [0];
  for (const share of softmax(u)) sums.push(sums.at(-1)! + least + (1 - least * u.length) * share);
  return sums.map((sum, i) => (i === u.length ? right : left + (right - left) * sum));
}

/** nflows: K widths, K heights, then K − 1 slopes (tails) or K + 1. */
export function nflowsKnots(
  theta: readonly number[],
  bins: number,
  interval: readonly [number, number],
  tails: boolean,
): Knots {
  const slopes = theta.slice(2 * bins).map((u) => 1e-3 + softplus(u));
  return {
    x: edges(theta.slice(0, bins), interval, 1e-3),
    y: edges(theta.slice(bins, 2 * bins), interval, 1e-3),
    slopes: tails ? [1, ...slopes, 1] : slopes,
  };
}

const softClip = (u: number, bound: number) => u / (1 + Math.abs(u / bound));

/** zuko's MonotonicRQSTransform */
export function zukoKnots(
  widths: readonly number[],
  heights: readonly number[],
  slopes: readonly number[],
  bound: number,
  least: number,
): Knots {
  const reach = -Math.log(least);
  const clip = (u: readonly number[], to: number) => u.map((value) => softClip(value, to));
  return {
    x: edges(clip(widths, reach / 2), [-bound, bound], 0),
    y: edges(clip(heights, reach / 2), [-bound, bound], 0),
    slopes: [1, ...clip(slopes, reach).map(Math.exp), 1],
  };
}

export function rationalQuadratic(at: number, { x, y, slopes }: Knots): Value {
  if (at < x[0]! || at > x.at(-1)!) return { value: at, logSlope: 0 };
  const k = Math.max(0, x.findIndex((edge) => edge > at) - 1);
  const [w, h] = [x[k + 1]! - x[k]!, y[k + 1]! - y[k]!];
  const [s, xi] = [h / w, (at - x[k]!) / w];
  const [left, right] = [slopes[k]!, slopes[k + 1]!];
  const denominator = s + (left + right - 2 * s) * xi * (1 - xi);
  const numerator = right * xi * xi + 2 * s * xi * (1 - xi) + left * (1 - xi) ** 2;
  return {
    value: y[k]! + (h * (s * xi * xi + left * xi * (1 - xi))) / denominator,
    logSlope: Math.log((s * s * numerator) / denominator ** 2),
  };
}

/** nflows' quadratic spline: K widths, then K + 1 heights, or K − 1 and ends that its own sum gives (tails). */
export function quadratic(
  at: number,
  theta: readonly number[],
  bins: number,
  interval: readonly [number, number],
  tails: boolean,
): Value {
  const [low, high] = interval;
  if (at < low || at > high) return { value: at, logSlope: 0 };
  const place = (at - low) / (high - low);
  const x = edges(theta.slice(0, bins), [0, 1], 1e-3);
  const width = x.slice(1).map((edge, k) => edge - x[k]!);
  let v = theta.slice(bins).map((u) => softplus(u) + 1e-3);
  if (tails) {
    const [first, last] = [0.5 * width[0]!, 0.5 * width.at(-1)!];
    let sum = 0.5 * first * v[0]! + 0.5 * last * v.at(-1)!;
    for (let i = 1; i < v.length; i++) sum += ((v[i - 1]! + v[i]!) / 2) * width[i]!;
    const end = sum / (1 - 0.5 * width[0]! - 0.5 * width.at(-1)!);
    v = [end, ...v, end];
  }
  const area = width.reduce((sum, w, k) => sum + ((v[k]! + v[k + 1]!) / 2) * w, 0);
  const h = v.map((value) => 1e-3 + (1 - 1e-3) * (value / area));
  const k = Math.min(bins - 1, x.findIndex((edge) => edge > place) - 1);
  let below = 0;
  for (let i = 0; i < k; i++) below += ((h[i]! + h[i + 1]!) / 2) * width[i]!;
  const alpha = (place - x[k]!) / width[k]!;
  const value = below + width[k]! * (h[k]! * alpha + 0.5 * (h[k + 1]! - h[k]!) * alpha * alpha);
  return { value: low + (high - low) * value, logSlope: Math.log(h[k]! + alpha * (h[k + 1]! - h[k]!)) };
}

/** K bins of one width on the interval; their heights a softmax. */
export function piecewiseLinear(at: number, u: readonly number[], [left, right]: readonly [number, number]): Value {
  if (at < left || at > right) return { value: at, logSlope: 0 };
  const heights = edges(u, [left, right], 0);
  const width = (right - left) / u.length;
  const k = Math.min(u.length - 1, Math.floor((at - left) / width));
  const slope = (heights[k + 1]! - heights[k]!) / width;
  return { value: heights[k]! + slope * (at - left - k * width), logSlope: Math.log(slope) };
}
