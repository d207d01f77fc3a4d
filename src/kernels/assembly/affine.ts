/** The affine and the additive transformer of a conditioned step:  x = z·eˢ + t,  s = scale(u);  z = (x − t)·e⁻ˢ. */
import { exp, tanh } from './elementary';
import { LANES, PITCH } from './lanes';

export const ADDITIVE: i32 = 0;
/** s = u */
export const EXPONENTIAL: i32 = 1;
/** s = bound·tanh(u/bound) */
export const SOFT_CLAMP: i32 = 2;
/** s = u/(1 + |u|/bound) */
export const SOFT_CLIP: i32 = 3;

@inline
function logScale(map: i32, bound: v128, u: v128): v128 {
  if (map === EXPONENTIAL) return u;
  if (map === SOFT_CLAMP) return f32x4.mul(tanh(f32x4.div(u, bound)), bound);
  return f32x4.div(u, f32x4.add(f32x4.div(f32x4.abs(u), bound), f32x4.splat(1)));
}

/** ds/du. */
@inline
function slope(map: i32, bound: v128, u: v128, s: v128): v128 {
  const one = f32x4.splat(1);
  if (map === EXPONENTIAL) return one;
  if (map === SOFT_CLAMP) {
    const h = f32x4.div(s, bound);
    return f32x4.sub(one, f32x4.mul(h, h));
  }
  const q = f32x4.div(one, f32x4.add(f32x4.div(f32x4.abs(u), bound), one));
  return f32x4.mul(q, q);
}

/** One feature: y from x, t and u, and its log-slope added to the rows' log-det. */
export function move(map: i32, setting: f32, inverse: i32, x: usize, y: usize, t: usize, u: usize, logDet: usize): void {
  const bound = f32x4.splat(setting);
  for (let at: usize = 0; at < PITCH; at += LANES) {
    const from = v128.load(x + at);
    const shift = v128.load(t + at);
    if (map === ADDITIVE) {
      v128.store(y + at, inverse !== 0 ? f32x4.sub(from, shift) : f32x4.add(from, shift));
      continue;
    }
    const s = logScale(map, bound, v128.load(u + at));
    const sum = v128.load(logDet + at);
    if (inverse !== 0) {
      v128.store(y + at, f32x4.mul(f32x4.sub(from, shift), exp(f32x4.neg(s))));
      v128.store(logDet + at, f32x4.sub(sum, s));
    } else {
      v128.store(y + at, f32x4.add(f32x4.mul(from, exp(s)), shift));
      v128.store(logDet + at, f32x4.add(sum, s));
    }
  }
}

/**
 * The way back of one feature. `pulled` holds ∂/∂y and receives ∂/∂x.
 * Inverse:  y = (x − t)·e⁻ˢ, so ∂x = ∂y·e⁻ˢ, ∂t = −∂x, ∂s = −∂y·y − ∂logDet
 * Forward:  y = x·eˢ + t,    so ∂x = ∂y·eˢ,  ∂t = ∂y,  ∂s = ∂x·x + ∂logDet
 */
export function pullMove(
  map: i32,
  setting: f32,
  inverse: i32,
  x: usize,
  y: usize,
  u: usize,
  pulled: usize,
  pulledLogDet: usize,
  tCotangent: usize,
  uCotangent: usize,
): void {
  const bound = f32x4.splat(setting);
  for (let at: usize = 0; at < PITCH; at += LANES) {
    const dy = v128.load(pulled + at);
    if (map === ADDITIVE) {
      v128.store(tCotangent + at, inverse !== 0 ? f32x4.neg(dy) : dy);
      continue;
    }
    const raw = v128.load(u + at);
    const s = logScale(map, bound, raw);
    const rate = slope(map, bound, raw, s);
    const dLogDet = v128.load(pulledLogDet + at);
    if (inverse !== 0) {
      const dx = f32x4.mul(dy, exp(f32x4.neg(s)));
      const ds = f32x4.neg(f32x4.add(f32x4.mul(dy, v128.load(y + at)), dLogDet));
      v128.store(tCotangent + at, f32x4.neg(dx));
      v128.store(uCotangent + at, f32x4.mul(ds, rate));
      v128.store(pulled + at, dx);
    } else {
      const dx = f32x4.mul(dy, exp(s));
      const ds = f32x4.add(f32x4.mul(dx, v128.load(x + at)), dLogDet);
      v128.store(tCotangent + at, dy);
      v128.store(uCotangent + at, f32x4.mul(ds, rate));
      v128.store(pulled + at, dx);
    }
  }
}
