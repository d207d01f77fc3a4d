/** Rows that are computed together, and over which a gradient is summed before it joins the others: one shard. */
export const ROWS: i32 = 64;

/** Bytes from one feature of a shard to the next: activations are feature-major, [features][64]. */
export const PITCH: usize = 256;

/** Bytes of a vector of four float32. */
export const LANES: usize = 16;

/** a·b + c: two roundings in the exact build, perhaps one in the relaxed build. */
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** The sum of the four lanes, (0 + 2) + (1 + 3). */
export function lanesSum(v: v128): f32 {
  const pairs = f32x4.add(v, v128.shuffle<i32>(v, v, 2, 3, 0, 1));
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1);
}

/** The sum over the rows of one feature. */
export function rowsSum(feature: usize): f32 {
  let a = v128.load(feature);
  let b = v128.load(feature, LANES);
  for (let at: usize = 2 * LANES; at < PITCH; at += 2 * LANES) {
    a = f32x4.add(a, v128.load(feature + at));
    b = f32x4.add(b, v128.load(feature + at, LANES));
  }
  return lanesSum(f32x4.add(a, b));
}

/** Adds to a float32 in memory. */
@inline
export function addTo(address: usize, value: f32): void {
  store<f32>(address, load<f32>(address) + value);
}
