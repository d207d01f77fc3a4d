/** Adam and the gradient's norm, in float64 over float32 vectors: the operations of src/flows/fitting/adam.ts, one by one. */

/** `rate` = η/(1 − β₁ᵗ), `correction` = 1/(1 − β₂ᵗ). */
export function adam(
  theta: usize,
  gradient: usize,
  m: usize,
  v: usize,
  count: i32,
  beta1: f64,
  beta2: f64,
  epsilon: f64,
  rate: f64,
  correction: f64,
): void {
  const b1 = f64x2.splat(beta1);
  const rest1 = f64x2.splat(1 - beta1);
  const b2 = f64x2.splat(beta2);
  const rest2 = f64x2.splat(1 - beta2);
  const small = f64x2.splat(epsilon);
  const rates = f64x2.splat(rate);
  const corrections = f64x2.splat(correction);
  const bytes = (<usize>count) << 2;
  // Two at a time; vectors are padded to an even length.
  for (let at: usize = 0; at < bytes; at += 8) {
    const g = f64x2.promote_low_f32x4(v128.load64_zero(gradient + at));
    const mean = f64x2.add(f64x2.mul(b1, f64x2.promote_low_f32x4(v128.load64_zero(m + at))), f64x2.mul(rest1, g));
    const square = f64x2.add(
      f64x2.mul(b2, f64x2.promote_low_f32x4(v128.load64_zero(v + at))),
      f64x2.mul(f64x2.mul(rest2, g), g),
    );
    v128.store64_lane(m + at, f32x4.demote_f64x2_zero(mean), 0);
    v128.store64_lane(v + at, f32x4.demote_f64x2_zero(square), 0);
    const size = f64x2.add(f64x2.sqrt(f64x2.mul(square, corrections)), small);
    const change = f64x2.div(f64x2.mul(rates, mean), size);
    const moved = f64x2.sub(f64x2.promote_low_f32x4(v128.load64_zero(theta + at)), change);
    v128.store64_lane(theta + at, f32x4.demote_f64x2_zero(moved), 0);
  }
}
