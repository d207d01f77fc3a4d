/**
 * The trace of a field with two hidden layers, in as many dimensions as there are, by one product:  tr J = Σ_b (Aᵀg₁)_b·g₂_b  with
 * A = W₂∘C, C = (W₃W₁)ᵀ, and the slopes g of the hidden units.   W₁ [d][m], W₂ and A [m][n], W₃ [n][d]; g₁ [m][64], g₂ [n][64]
 */
import { STORE, backward, forward, gradient } from './gemm';
import { LANES, PITCH, addTo } from './lanes';
import { ClosedTrace, FieldLayer } from './records';

@inline
function at(vector: usize, i: i32): f32 {
  return load<f32>(vector + ((<usize>i) << 2));
}

@inline
function put(vector: usize, i: i32, value: f32): void {
  store<f32>(vector + ((<usize>i) << 2), value);
}

/** target += factor·source */
function addScaledRow(target: usize, source: usize, factor: f32, count: i32): void {
  const f = f32x4.splat(factor);
  let j = 0;
  for (; j + 4 <= count; j += 4) {
    const place = target + ((<usize>j) << 2);
    v128.store(place, f32x4.add(v128.load(place), f32x4.mul(f, v128.load(source + ((<usize>j) << 2)))));
  }
  for (; j < count; j++) put(target, j, at(target, j) + factor * at(source, j));
}

/** target = a∘b */
function multiply(target: usize, a: usize, b: usize, count: i32): void {
  let j = 0;
  for (; j + 4 <= count; j += 4) {
    const place = (<usize>j) << 2;
    v128.store(target + place, f32x4.mul(v128.load(a + place), v128.load(b + place)));
  }
  for (; j < count; j++) put(target, j, at(a, j) * at(b, j));
}

/** C and A of the present weights, and the trace at `target`, [64]. */
export function findTrace(
  trace: ClosedTrace,
  d: i32,
  first: FieldLayer,
  second: FieldLayer,
  third: FieldLayer,
  target: usize,
): void {
  const m = second.inputs;
  const n = second.outputs;
  for (let i = 0; i < d; i++) {
    for (let b = 0; b < n; b++) put(trace.turned, i * n + b, at(third.weightsNow, b * d + i));
  }
  memory.fill(trace.chained, 0, <usize>(m * n) << 2);
  for (let a = 0; a < m; a++) {
    const row = trace.chained + (<usize>(a * n) << 2);
    for (let i = 0; i < d; i++) {
      addScaledRow(row, trace.turned + (<usize>(i * n) << 2), at(first.weightsNow, i * m + a), n);
    }
  }
  multiply(trace.mixed, trace.chained, second.weightsNow, m * n);
  forward(trace.mixed, 0, first.slopes, trace.carried, m, n, false);
  for (let lane: usize = 0; lane < PITCH; lane += LANES) {
    let sum = f32x4.splat(0);
    const end = (<usize>n) * PITCH;
    for (let place = lane; place < end; place += PITCH) {
      sum = f32x4.add(sum, f32x4.mul(v128.load(trace.carried + place), v128.load(second.slopes + place)));
    }
    v128.store(target + lane, sum);
  }
}

/**
 * After `findTrace`. With q = Aᵀg₁: ∂g₂ = ∂tr·q, ∂q = ∂tr·g₂, ∂g₁ = A ∂q, ∂A = Σ g₁∂qᵀ; ∂W₂ = ∂A∘C, ∂C = ∂A∘W₂, and ∂W₃ = ∂Cᵀ W₁ᵀ,
 * ∂W₁ = W₃ᵀ∂Cᵀ. ∂g goes to the layers' `ofTangents`.
 */
export function pullTrace(
  trace: ClosedTrace,
  d: i32,
  first: FieldLayer,
  second: FieldLayer,
  third: FieldLayer,
  ofTrace: usize,
  scratch: usize,
): void {
  const m = second.inputs;
  const n = second.outputs;
  const end = (<usize>n) * PITCH;
  for (let place: usize = 0; place < end; place += PITCH) {
    for (let lane = place; lane < place + PITCH; lane += LANES) {
      const weight = v128.load(ofTrace + lane - place);
      v128.store(second.ofTangents + lane, f32x4.mul(weight, v128.load(trace.carried + lane)));
      v128.store(trace.carried + lane, f32x4.mul(weight, v128.load(second.slopes + lane)));
    }
  }
  backward(trace.mixed, trace.carried, first.ofTangents, m, n, STORE, 0);
  // A is not needed any more: its place takes ∂A, then ∂A∘C.
  memory.fill(trace.mixed, 0, <usize>(m * n) << 2);
  gradient(first.slopes, trace.carried, trace.mixed, 0, m, n, scratch);
  multiply(trace.chained, trace.chained, trace.mixed, m * n);
  addScaledRow(second.weightsNowGradient, trace.chained, 1, m * n);
  multiply(trace.mixed, trace.mixed, second.weightsNow, m * n);
  memory.fill(trace.ofTurned, 0, <usize>(d * n) << 2);
  for (let a = 0; a < m; a++) {
    const row = trace.mixed + (<usize>(a * n) << 2);
    for (let i = 0; i < d; i++) {
      const across = <usize>(i * n) << 2;
      addScaledRow(trace.ofTurned + across, row, at(first.weightsNow, i * m + a), n);
      let sum: f32 = 0;
      for (let b = 0; b < n; b++) sum += at(row, b) * at(trace.turned + across, b);
      addTo(first.weightsNowGradient + (<usize>(i * m + a) << 2), sum);
    }
  }
  for (let i = 0; i < d; i++) {
    for (let b = 0; b < n; b++) addTo(third.weightsNowGradient + (<usize>(b * d + i) << 2), at(trace.ofTurned, i * n + b));
  }
}
