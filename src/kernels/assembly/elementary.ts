/**
 * exp, log, tanh, sigmoid and softplus of four float32 at once, of + − × ÷ alone, so that every engine gives the same bits.
 * Reductions and minimax coefficients are those of the Cephes library, single precision (https://www.netlib.org/cephes/).
 * Largest errors against float64 stand in the README and are held by a test. NaN gives NaN; infinities give the limits.
 */

@inline
function times(a: v128, b: f32): v128 {
  return f32x4.mul(a, f32x4.splat(b));
}

@inline
function plus(a: v128, b: f32): v128 {
  return f32x4.add(a, f32x4.splat(b));
}

/** 2ⁿ for whole −127 < n < 128, from the exponent's bits. */
@inline
function powerOfTwo(n: v128): v128 {
  return i32x4.shl(i32x4.add(n, i32x4.splat(127)), 23);
}

/** eˣ = 2ⁿ·eʳ with |r| ≤ ½ log 2. In two factors, 2ⁿ reaches subnormal numbers and infinity. */
export function exp(x: v128): v128 {
  // Written so that NaN stays: the other order of pmin and pmax would replace it.
  const clamped = f32x4.pmax(f32x4.pmin(x, f32x4.splat(89)), f32x4.splat(-104));
  const whole = f32x4.nearest(times(clamped, 1.44269504088896341));
  const r = f32x4.sub(f32x4.sub(clamped, times(whole, 0.693359375)), times(whole, -2.12194440e-4));
  let p = plus(times(r, 1.9875691500e-4), 1.3981999507e-3);
  p = plus(f32x4.mul(p, r), 8.3334519073e-3);
  p = plus(f32x4.mul(p, r), 4.1665795894e-2);
  p = plus(f32x4.mul(p, r), 1.6666665459e-1);
  p = plus(f32x4.mul(p, r), 5.0000001201e-1);
  const y = plus(f32x4.add(f32x4.mul(f32x4.mul(p, r), r), r), 1);
  const n = i32x4.trunc_sat_f32x4_s(whole);
  const half = i32x4.shr_s(n, 1);
  return f32x4.mul(f32x4.mul(y, powerOfTwo(half)), powerOfTwo(i32x4.sub(n, half)));
}

/** log x = e·log 2 + log m with √½ ≤ m < √2. */
export function log(x: v128): v128 {
  // Subnormal numbers are scaled up by 2²³ first.
  const tiny = f32x4.lt(x, f32x4.splat(1.17549435e-38));
  const scaled = v128.bitselect(times(x, 8388608), x, tiny);
  const bits = scaled;
  const exponent = i32x4.sub(i32x4.sub(i32x4.shr_u(bits, 23), i32x4.splat(126)), v128.and(tiny, i32x4.splat(23)));
  const mantissa = v128.or(v128.and(bits, i32x4.splat(0x007fffff)), i32x4.splat(0x3f000000));
  const below = f32x4.lt(mantissa, f32x4.splat(0.707106781186547524));
  const e = f32x4.convert_i32x4_s(i32x4.add(exponent, below));
  const f = plus(f32x4.add(mantissa, v128.and(mantissa, below)), -1);
  const z = f32x4.mul(f, f);
  let p = plus(times(f, 7.0376836292e-2), -1.1514610310e-1);
  p = plus(f32x4.mul(p, f), 1.1676998740e-1);
  p = plus(f32x4.mul(p, f), -1.2420140846e-1);
  p = plus(f32x4.mul(p, f), 1.4249322787e-1);
  p = plus(f32x4.mul(p, f), -1.6668057665e-1);
  p = plus(f32x4.mul(p, f), 2.0000714765e-1);
  p = plus(f32x4.mul(p, f), -2.4999993993e-1);
  p = plus(f32x4.mul(p, f), 3.3333331174e-1);
  let y = f32x4.mul(f32x4.mul(p, f), z);
  y = f32x4.add(y, times(e, -2.12194440e-4));
  y = f32x4.sub(y, times(z, 0.5));
  y = f32x4.add(f32x4.add(f, y), times(e, 0.693359375));
  // log 0 = −∞, log ∞ = ∞, and NaN below 0 and for NaN.
  const zero = f32x4.eq(x, f32x4.splat(0));
  const wrong = v128.not(f32x4.ge(x, f32x4.splat(0)));
  const infinite = f32x4.eq(x, f32x4.splat(Infinity));
  y = v128.bitselect(f32x4.splat(-Infinity), y, zero);
  y = v128.bitselect(x, y, infinite);
  return v128.bitselect(f32x4.splat(NaN), y, wrong);
}

/** A polynomial near 0, where 1 − 2/(e²ˣ + 1) would cancel. */
export function tanh(x: v128): v128 {
  const size = f32x4.abs(x);
  const z = f32x4.mul(x, x);
  let p = plus(times(z, -5.70498872745e-3), 2.06390887954e-2);
  p = plus(f32x4.mul(p, z), -5.37397155531e-2);
  p = plus(f32x4.mul(p, z), 1.33314422036e-1);
  p = plus(f32x4.mul(p, z), -3.33332819422e-1);
  const near = f32x4.add(f32x4.mul(f32x4.mul(p, z), x), x);
  const far = f32x4.sub(f32x4.splat(1), f32x4.div(f32x4.splat(2), plus(exp(f32x4.add(size, size)), 1)));
  const signed = v128.or(far, v128.and(x, i32x4.splat(0x80000000)));
  return v128.bitselect(near, signed, f32x4.lt(size, f32x4.splat(0.625)));
}

/** σ(x) = 1/(1 + e⁻ˣ) */
export function sigmoid(x: v128): v128 {
  return f32x4.div(f32x4.splat(1), plus(exp(f32x4.neg(x)), 1));
}

/** log(1 + t) for 0 ≤ t ≤ 1: the rounding of 1 + t is undone by t/((1 + t) − 1). */
@inline
function logOnePlus(t: v128): v128 {
  const u = plus(t, 1);
  const rounded = plus(u, -1);
  const corrected = f32x4.mul(log(u), f32x4.div(t, rounded));
  return v128.bitselect(t, corrected, f32x4.eq(rounded, f32x4.splat(0)));
}

/** log(1 + eˣ) = max(x, 0) + log(1 + e^−|x|) */
export function softplus(x: v128): v128 {
  return f32x4.add(f32x4.pmax(x, f32x4.splat(0)), logOnePlus(exp(f32x4.neg(f32x4.abs(x)))));
}

/** For tests: function number `which` of `count` numbers (a multiple of 4). */
export function elementwise(which: i32, source: usize, target: usize, count: i32): void {
  const end = source + ((<usize>count) << 2);
  for (; source < end; source += 16, target += 16) {
    const x = v128.load(source);
    let y = x;
    if (which === 0) y = exp(x);
    else if (which === 1) y = log(x);
    else if (which === 2) y = tanh(x);
    else if (which === 3) y = sigmoid(x);
    else y = softplus(x);
    v128.store(target, y);
  }
}
