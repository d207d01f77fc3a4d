/** A trained invertible matrix from triangular factors T = L·(U + diagonal), packed in one matrix: y = Wᵀx + shift. */
import { exp, log, sigmoid, softplus } from './elementary';
import { STORE, backward, forward, gradient } from './gemm';
import { LANES, PITCH, addTo, rowsSum } from './lanes';
import { Linear, Step } from './records';

/** Keeps U's diagonal, and so |det T|, away from 0: as in src/flows/bijections/lu-linear.ts. */
const EPSILON: f64 = 1e-3;

// Matrices of float64 are [d][d]; these are the five of the scratch, and what stands in them before and after a run.
function matrix(layer: Linear, which: i32, d: i32): usize {
  return layer.matrices + (<usize>(which * d * d) << 3);
}

@inline
function get(m: usize, d: i32, i: i32, j: i32): f64 {
  return load<f64>(m + (<usize>(i * d + j) << 3));
}

@inline
function put(m: usize, d: i32, i: i32, j: i32, value: f64): void {
  store<f64>(m + (<usize>(i * d + j) << 3), value);
}

@inline
function word(address: usize, i: i32): usize {
  return address + ((<usize>i) << 2);
}

/** L and the upper factor, as full matrices; the sum of log|diagonal|. */
function unpack(layer: Linear, d: i32, lower: usize, upper: usize): f32 {
  let volume: f32 = 0;
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < d; j++) {
      const entry = <f64>load<f32>(word(layer.factors, i * d + j));
      put(lower, d, i, j, i > j ? entry : i === j ? 1 : 0);
      put(upper, d, i, j, i < j ? entry : 0);
    }
    const raw = load<f32>(word(layer.factors, i * d + i));
    if (layer.glow !== 0) {
      const size = f32x4.extract_lane(exp(f32x4.splat(raw)), 0);
      put(upper, d, i, i, <f64>(size * <f32>load<i32>(word(layer.signs, i))));
      volume += raw;
    } else {
      const size = <f64>f32x4.extract_lane(softplus(f32x4.splat(raw)), 0) + EPSILON;
      put(upper, d, i, i, size);
      volume += f32x4.extract_lane(log(f32x4.splat(<f32>size)), 0);
    }
  }
  return volume;
}

/** c = a·b, with a or b turned where asked. */
function multiply(a: usize, b: usize, c: usize, d: i32, turnA: bool, turnB: bool): void {
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < d; j++) {
      let sum: f64 = 0;
      for (let k = 0; k < d; k++) {
        sum += (turnA ? get(a, d, k, i) : get(a, d, i, k)) * (turnB ? get(b, d, j, k) : get(b, d, k, j));
      }
      put(c, d, i, j, sum);
    }
  }
}

/** T⁻¹ = U⁻¹·L⁻¹, column by column by substitution, downwards through L and upwards through U. */
function invert(lower: usize, upper: usize, inverse: usize, d: i32): void {
  for (let column = 0; column < d; column++) {
    for (let i = 0; i < d; i++) {
      let rest: f64 = i === column ? 1 : 0;
      for (let k = 0; k < i; k++) rest -= get(lower, d, i, k) * get(inverse, d, k, column);
      put(inverse, d, i, column, rest);
    }
    for (let i = d - 1; i >= 0; i--) {
      let rest = get(inverse, d, i, column);
      for (let k = i + 1; k < d; k++) rest -= get(upper, d, i, k) * get(inverse, d, k, column);
      put(inverse, d, i, column, rest / get(upper, d, i, i));
    }
  }
}

/**
 * Whether the matrix applied is T itself, or T⁻¹. For LU, x = T z + bias is the sampling formula; for Glow,
 * rows z = (x in the order given)·T is the scoring formula.
 */
@inline
function isInverted(layer: Linear, step: Step): bool {
  return layer.glow !== 0 ? step.inverse === 0 : step.inverse !== 0;
}

/**
 * Where entry (i, j) of T or T⁻¹ stands in W [in][out], y = Wᵀx. LU: y = M x, so W = Mᵀ. Glow, scoring: y_j = Σ_i T_ij·x_back(i)
 * with back = order turned round. Glow, sampling: y_k = Σ_j T⁻¹[j][order k]·x_j, so column i of T⁻¹ stands at back(i).
 */
@inline
function placeOf(layer: Linear, step: Step, d: i32, i: i32, j: i32): i32 {
  if (layer.glow === 0) return j * d + i;
  if (step.inverse !== 0) return load<i32>(word(layer.order, i)) * d + j;
  return i * d + load<i32>(word(layer.order, j));
}

export function prepareLinear(step: Step, d: i32, clear: bool): void {
  const layer = changetype<Linear>(step.detail);
  const lower = matrix(layer, 0, d);
  const upper = matrix(layer, 1, d);
  const applied = matrix(layer, 2, d);
  const volume = unpack(layer, d, lower, upper);
  if (isInverted(layer, step)) invert(lower, upper, applied, d);
  else multiply(lower, upper, applied, d, false, false);
  // log|det T| of the side on which the formula stands.
  const scoring = step.inverse !== 0;
  store<f32>(layer.volume, scoring === (layer.glow !== 0) ? volume : -volume);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < d; j++) {
      store<f32>(word(layer.weights, placeOf(layer, step, d, i, j)), <f32>get(applied, d, i, j));
    }
    let shift: f64 = layer.bias === 0 ? 0 : <f64>load<f32>(word(layer.bias, i));
    if (layer.bias !== 0 && step.inverse !== 0) {
      shift = 0;
      for (let j = 0; j < d; j++) shift -= get(applied, d, i, j) * <f64>load<f32>(word(layer.bias, j));
    }
    store<f32>(word(layer.shift, i), <f32>shift);
  }
  if (clear) {
    memory.fill(layer.weightsGradient, 0, <usize>(d * d) << 2);
    memory.fill(layer.shiftGradient, 0, (<usize>d) << 2);
    store<f32>(layer.volumeGradient, 0);
  }
}

export function runLinear(step: Step, d: i32): void {
  const layer = changetype<Linear>(step.detail);
  forward(layer.weights, layer.shift, step.input, step.output, d, d, false);
  const volume = v128.load32_splat(layer.volume);
  for (let at: usize = 0; at < PITCH; at += LANES) v128.store(step.logDet + at, volume);
}

/** The output is not read on the way back, so it holds the new cotangent in between. */
export function pullLinear(step: Step, d: i32, pulled: usize, pulledLogDet: usize): void {
  const layer = changetype<Linear>(step.detail);
  gradient(step.input, pulled, layer.weightsGradient, layer.shiftGradient, d, d, layer.turned);
  addTo(layer.volumeGradient, rowsSum(pulledLogDet));
  backward(layer.weights, pulled, step.output, d, d, STORE, 0);
  memory.copy(pulled, step.output, (<usize>d) * PITCH);
}

/** From ∂W and ∂shift to the factors: dT = dM, or −T⁻ᵀ dM T⁻ᵀ where M = T⁻¹; then dL = dT·Uᵀ and dU = Lᵀ·dT. */
export function finishLinear(step: Step, d: i32): void {
  const layer = changetype<Linear>(step.detail);
  const lower = matrix(layer, 0, d);
  const upper = matrix(layer, 1, d);
  const applied = matrix(layer, 2, d);
  let slopes = matrix(layer, 3, d);
  let other = matrix(layer, 4, d);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < d; j++) {
      put(slopes, d, i, j, <f64>load<f32>(word(layer.weightsGradient, placeOf(layer, step, d, i, j))));
    }
  }
  if (layer.bias !== 0) pullBias(layer, step, d, applied, slopes);
  if (isInverted(layer, step)) {
    multiply(applied, slopes, other, d, true, false);
    multiply(other, applied, slopes, d, false, true);
    for (let i = 0; i < d; i++) for (let j = 0; j < d; j++) put(slopes, d, i, j, -get(slopes, d, i, j));
  }
  multiply(slopes, upper, other, d, false, true);
  // ∂L below the diagonal; the rest of `applied` is not needed any more and takes ∂U.
  multiply(lower, slopes, applied, d, true, false);
  const volume = <f64>load<f32>(layer.volumeGradient);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < d; j++) {
      let slope = i > j ? get(other, d, i, j) : get(applied, d, i, j);
      if (i === j) {
        const size = get(upper, d, i, i);
        if (layer.glow !== 0) slope = slope * size + (step.inverse !== 0 ? volume : -volume);
        else {
          const raw = load<f32>(word(layer.factors, i * d + i));
          const rate = <f64>f32x4.extract_lane(sigmoid(f32x4.splat(raw)), 0);
          slope = (slope + (step.inverse !== 0 ? -volume : volume) / size) * rate;
        }
      }
      addTo(word(layer.factorsGradient, i * d + j), <f32>slope);
    }
  }
}

/** Forward: ∂bias = ∂shift. Inverse: y = M(x − bias), so ∂bias = −Mᵀ∂shift, and ∂M loses ∂shift·biasᵀ. */
function pullBias(layer: Linear, step: Step, d: i32, applied: usize, slopes: usize): void {
  for (let i = 0; i < d; i++) {
    if (step.inverse === 0) {
      addTo(word(layer.biasGradient, i), load<f32>(word(layer.shiftGradient, i)));
      continue;
    }
    let sum: f64 = 0;
    for (let j = 0; j < d; j++) sum -= get(applied, d, j, i) * <f64>load<f32>(word(layer.shiftGradient, j));
    addTo(word(layer.biasGradient, i), <f32>sum);
    for (let j = 0; j < d; j++) {
      const less = <f64>load<f32>(word(layer.shiftGradient, i)) * <f64>load<f32>(word(layer.bias, j));
      put(slopes, d, i, j, get(slopes, d, i, j) - less);
    }
  }
}
