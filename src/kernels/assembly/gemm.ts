/**
 * The products behind every dense layer, on one shard: activations H [in][64] and Z [out][64] feature-major, weights W [in][out].
 * All three are one micro-kernel: a tile of 4 × 8 sums in registers, a column of 4 factors spread over 8 lanes at each step.
 */
import { LANES, PITCH, ROWS, addTo, lanesSum, madd, rowsSum } from './lanes';

/** What becomes of a finished tile. */
export const STORE: i32 = 0;
export const ADD: i32 = 1;
export const RELU: i32 = 2;
/** Times 1 where the activation h that stands beside the target is above 0, else 0: the slope of ReLU. */
export const RELU_SLOPE: i32 = 3;
/** Times 1 − h²: the slope of tanh. */
export const TANH_SLOPE: i32 = 4;

@inline
function finish(mode: i32, target: usize, beside: usize, sum: v128): void {
  let value = sum;
  if (mode === ADD) value = f32x4.add(v128.load(target), sum);
  else if (mode === RELU) value = f32x4.pmax(sum, f32x4.splat(0));
  else if (mode === RELU_SLOPE) value = v128.and(sum, f32x4.gt(v128.load(beside), f32x4.splat(0)));
  else if (mode === TANH_SLOPE) {
    const h = v128.load(beside);
    value = f32x4.mul(sum, f32x4.sub(f32x4.splat(1), f32x4.mul(h, h)));
  }
  v128.store(target, value);
}

@inline
function splat(address: usize): v128 {
  return v128.load32_splat(address);
}

/**
 * C[i][j] = start_i + Σ_k A(i, k)·B[k][j] for i < rows, j < columns (a multiple of 8), then `mode`.
 * A(i, k) stands at a + i·aRow + k·aStep, B[k][j] at b + k·bStep + 4j, C[i][j] at c + i·cRow + 4j; start at `starts` + 4i, or 0.
 */
@inline
function product(
  a: usize,
  aRow: usize,
  aStep: usize,
  rows: i32,
  b: usize,
  bStep: usize,
  columns: i32,
  depth: i32,
  c: usize,
  cRow: usize,
  mode: i32,
  starts: usize,
  beside: usize,
): void {
  const width = (<usize>columns) << 2;
  const reach = (<usize>depth) * aStep;
  let i = 0;
  for (; i + 4 <= rows; i += 4) {
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    if (starts !== 0) {
      s0 = splat(starts + ((<usize>i) << 2));
      s1 = v128.load32_splat(starts + ((<usize>i) << 2), 4);
      s2 = v128.load32_splat(starts + ((<usize>i) << 2), 8);
      s3 = v128.load32_splat(starts + ((<usize>i) << 2), 12);
    }
    const top = a + (<usize>i) * aRow;
    const target = c + (<usize>i) * cRow;
    const slope = beside + (<usize>i) * cRow;
    for (let j: usize = 0; j < width; j += 32) {
      let c00 = s0;
      let c01 = s0;
      let c10 = s1;
      let c11 = s1;
      let c20 = s2;
      let c21 = s2;
      let c30 = s3;
      let c31 = s3;
      let p = top;
      let q = b + j;
      const end = top + reach;
      // Constant offsets cost nothing, sums of addresses do: so the two ways through A are written out.
      if (aRow === 4) {
        for (; p < end; p += aStep, q += bStep) {
          const b0 = v128.load(q);
          const b1 = v128.load(q, LANES);
          let f = splat(p);
          c00 = madd(f, b0, c00);
          c01 = madd(f, b1, c01);
          f = v128.load32_splat(p, 4);
          c10 = madd(f, b0, c10);
          c11 = madd(f, b1, c11);
          f = v128.load32_splat(p, 8);
          c20 = madd(f, b0, c20);
          c21 = madd(f, b1, c21);
          f = v128.load32_splat(p, 12);
          c30 = madd(f, b0, c30);
          c31 = madd(f, b1, c31);
        }
      } else {
        let p1 = p + aRow;
        let p2 = p1 + aRow;
        let p3 = p2 + aRow;
        for (; p < end; p += 4, p1 += 4, p2 += 4, p3 += 4, q += bStep) {
          const b0 = v128.load(q);
          const b1 = v128.load(q, LANES);
          let f = splat(p);
          c00 = madd(f, b0, c00);
          c01 = madd(f, b1, c01);
          f = splat(p1);
          c10 = madd(f, b0, c10);
          c11 = madd(f, b1, c11);
          f = splat(p2);
          c20 = madd(f, b0, c20);
          c21 = madd(f, b1, c21);
          f = splat(p3);
          c30 = madd(f, b0, c30);
          c31 = madd(f, b1, c31);
        }
      }
      let t = target + j;
      let h = slope + j;
      finish(mode, t, h, c00);
      finish(mode, t + LANES, h + LANES, c01);
      t += cRow;
      h += cRow;
      finish(mode, t, h, c10);
      finish(mode, t + LANES, h + LANES, c11);
      t += cRow;
      h += cRow;
      finish(mode, t, h, c20);
      finish(mode, t + LANES, h + LANES, c21);
      t += cRow;
      h += cRow;
      finish(mode, t, h, c30);
      finish(mode, t + LANES, h + LANES, c31);
    }
  }
  // The rows that are left, one by one: eight sums along the columns hide the latency of an addition.
  for (; i < rows; i++) {
    const s = starts !== 0 ? splat(starts + ((<usize>i) << 2)) : f32x4.splat(0);
    const top = a + (<usize>i) * aRow;
    const end = top + reach;
    const target = c + (<usize>i) * cRow;
    const slope = beside + (<usize>i) * cRow;
    let j: usize = 0;
    for (; j + 128 <= width; j += 128) {
      let c0 = s;
      let c1 = s;
      let c2 = s;
      let c3 = s;
      let c4 = s;
      let c5 = s;
      let c6 = s;
      let c7 = s;
      let q = b + j;
      for (let p = top; p < end; p += aStep, q += bStep) {
        const f = splat(p);
        c0 = madd(f, v128.load(q), c0);
        c1 = madd(f, v128.load(q, 16), c1);
        c2 = madd(f, v128.load(q, 32), c2);
        c3 = madd(f, v128.load(q, 48), c3);
        c4 = madd(f, v128.load(q, 64), c4);
        c5 = madd(f, v128.load(q, 80), c5);
        c6 = madd(f, v128.load(q, 96), c6);
        c7 = madd(f, v128.load(q, 112), c7);
      }
      const t = target + j;
      const h = slope + j;
      finish(mode, t, h, c0);
      finish(mode, t + 16, h + 16, c1);
      finish(mode, t + 32, h + 32, c2);
      finish(mode, t + 48, h + 48, c3);
      finish(mode, t + 64, h + 64, c4);
      finish(mode, t + 80, h + 80, c5);
      finish(mode, t + 96, h + 96, c6);
      finish(mode, t + 112, h + 112, c7);
    }
    for (; j < width; j += 32) {
      let c0 = s;
      let c1 = s;
      let q = b + j;
      for (let p = top; p < end; p += aStep, q += bStep) {
        const f = splat(p);
        c0 = madd(f, v128.load(q), c0);
        c1 = madd(f, v128.load(q, 16), c1);
      }
      finish(mode, target + j, slope + j, c0);
      finish(mode, target + j + 16, slope + j + 16, c1);
    }
  }
}

/** Z = Wᵀ H + bias (0: none), then ReLU or nothing.   W [in][out], H [in][64], Z [out][64] */
export function forward(w: usize, bias: usize, h: usize, z: usize, inputs: i32, outputs: i32, relu: bool): void {
  const step = (<usize>outputs) << 2;
  if (relu) product(w, 4, step, outputs, h, PITCH, ROWS, inputs, z, PITCH, RELU, bias, 0);
  else product(w, 4, step, outputs, h, PITCH, ROWS, inputs, z, PITCH, STORE, bias, 0);
}

/** D = W Δ, times the slope of the activation h [in][64] if there is one.   Δ [out][64], D [in][64] */
export function backward(w: usize, delta: usize, d: usize, inputs: i32, outputs: i32, mode: i32, h: usize): void {
  const row = (<usize>outputs) << 2;
  // A constant mode lets the compiler drop the other ends.
  if (mode === RELU_SLOPE) product(w, row, 4, inputs, delta, PITCH, ROWS, outputs, d, PITCH, RELU_SLOPE, 0, h);
  else if (mode === TANH_SLOPE) product(w, row, 4, inputs, delta, PITCH, ROWS, outputs, d, PITCH, TANH_SLOPE, 0, h);
  else product(w, row, 4, inputs, delta, PITCH, ROWS, outputs, d, PITCH, STORE, 0, 0);
}

/** G += H Δᵀ and g += Σ Δ: the gradient of W [in][out] and of the bias (0: none).   `turned` holds 64·out numbers of scratch. */
export function gradient(
  h: usize,
  delta: usize,
  g: usize,
  biasGradient: usize,
  inputs: i32,
  outputs: i32,
  turned: usize,
): void {
  const row = (<usize>outputs) << 2;
  const whole = inputs < 4 ? 0 : outputs & ~7;
  if (whole > 0) {
    transpose(delta, turned, whole);
    product(h, PITCH, 4, inputs, turned, (<usize>whole) << 2, whole, ROWS, g, row, ADD, 0, 0);
  }
  // Narrow matrices: sums over the lanes, four at a time along the longer side.
  if (inputs < 4) {
    for (let i = 0; i < inputs; i++) dots(h + (<usize>i) * PITCH, delta, outputs, g + (<usize>i) * row, 4);
  } else {
    for (let o = whole; o < outputs; o++) dots(delta + (<usize>o) * PITCH, h, inputs, g + ((<usize>o) << 2), row);
  }
  if (biasGradient === 0) return;
  for (let o = 0; o < outputs; o++) addTo(biasGradient + ((<usize>o) << 2), rowsSum(delta + (<usize>o) * PITCH));
}

/** target[i·step] += Σ one·many[i] over the rows, for each of `count` features. */
export function dots(one: usize, many: usize, count: i32, target: usize, step: usize): void {
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    for (let at: usize = 0; at < PITCH; at += LANES) {
      const x = v128.load(one + at);
      const y = many + at;
      s0 = madd(x, v128.load(y), s0);
      s1 = madd(x, v128.load(y, 256), s1);
      s2 = madd(x, v128.load(y, 512), s2);
      s3 = madd(x, v128.load(y, 768), s3);
    }
    addTo(target, lanesSum(s0));
    addTo(target + step, lanesSum(s1));
    addTo(target + 2 * step, lanesSum(s2));
    addTo(target + 3 * step, lanesSum(s3));
    target += 4 * step;
    many += 4 * PITCH;
  }
  for (; i < count; i++) {
    let s = f32x4.splat(0);
    for (let at: usize = 0; at < PITCH; at += LANES) s = madd(v128.load(one + at), v128.load(many + at), s);
    addTo(target, lanesSum(s));
    target += step;
    many += PITCH;
  }
}

/** [features][64] → [64][features], features a multiple of 4. */
function transpose(source: usize, target: usize, features: i32): void {
  const row = (<usize>features) << 2;
  for (let f = 0; f < features; f += 4) {
    const from = source + (<usize>f) * PITCH;
    let to = target + ((<usize>f) << 2);
    for (let at: usize = 0; at < PITCH; at += LANES) {
      const a = v128.load(from + at);
      const b = v128.load(from + at, 256);
      const c = v128.load(from + at, 512);
      const d = v128.load(from + at, 768);
      const ab = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
      const abHigh = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
      const cd = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
      const cdHigh = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
      v128.store(to, v128.shuffle<i64>(ab, cd, 0, 2));
      v128.store(to + row, v128.shuffle<i64>(ab, cd, 1, 3));
      v128.store(to + 2 * row, v128.shuffle<i64>(abHigh, cdHigh, 0, 2));
      v128.store(to + 3 * row, v128.shuffle<i64>(abHigh, cdHigh, 1, 3));
      to += 4 * row;
    }
  }
}
