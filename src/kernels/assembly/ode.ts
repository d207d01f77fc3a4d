/**
 * Fixed steps of a Runge–Kutta method for dz/dt = v(z, t) and d logDet/dt = tr ∂v/∂z, from t = 0 to 1 or, read back, from 1 to 0.
 * What each stage reads is kept; on the way back a stage is evaluated again and pulled back, the last one first (the discrete adjoint).
 */
import { pullField, evaluateField } from './field';
import { LANES, PITCH } from './lanes';
import { Ode, Step } from './records';

@inline
function number(table: usize, i: i32): f64 {
  return load<f64>(table + ((<usize>i) << 3));
}

@inline
function direction(step: Step, ode: Ode): f64 {
  return (step.inverse !== 0 ? -1.0 : 1.0) / <f64>ode.steps;
}

@inline
function timeOf(step: Step, ode: Ode, h: f64, n: i32, stage: i32): f64 {
  return (step.inverse !== 0 ? 1.0 : 0.0) + <f64>n * h + number(ode.nodes, stage) * h;
}

/** How much of slope `one` is in the state that stage `stage` reads. */
@inline
function share(ode: Ode, stage: i32, one: i32): f64 {
  return number(ode.rows, stage * ode.stages + one);
}

/** target += factor·source, over whole features. */
function addScaled(target: usize, source: usize, factor: f64, features: i32): void {
  if (factor === 0) return;
  const bytes = (<usize>features) * PITCH;
  const f = f32x4.splat(<f32>factor);
  for (let at: usize = 0; at < bytes; at += LANES) {
    v128.store(target + at, f32x4.add(v128.load(target + at), f32x4.mul(f, v128.load(source + at))));
  }
}

@inline
function readBy(ode: Ode, n: i32, stage: i32, d: i32): usize {
  return ode.read + <usize>((n * ode.stages + stage) * d) * PITCH;
}

export function runOde(step: Step, d: i32): void {
  const ode = changetype<Ode>(step.detail);
  const state = (<usize>d) * PITCH;
  const h = direction(step, ode);
  memory.copy(step.output, step.input, state);
  memory.fill(step.logDet, 0, PITCH);
  for (let n = 0; n < ode.steps; n++) {
    for (let i = 0; i < ode.stages; i++) {
      const at = readBy(ode, n, i, d);
      memory.copy(at, step.output, state);
      for (let j = 0; j < i; j++) addScaled(at, ode.slopes + (<usize>j) * state, h * share(ode, i, j), d);
      const weight = h * number(ode.weights, i);
      evaluateField(ode, d, at, <f32>timeOf(step, ode, h, n, i), weight !== 0, ode.slopes + (<usize>i) * state);
      if (weight !== 0) addScaled(step.logDet, ode.divergence, weight, 1);
    }
    for (let i = 0; i < ode.stages; i++) {
      addScaled(step.output, ode.slopes + (<usize>i) * state, h * number(ode.weights, i), d);
    }
  }
}

/**
 * With λ = ∂/∂y after a step, from the last stage to the first: ∂kᵢ = h bᵢ λ + h Σ_m a_mi ∂Y_m, and ∂Yᵢ is what the field makes of
 * ∂kᵢ and of h bᵢ ∂logDet; then λ + Σ ∂Yᵢ stands before the step.
 */
export function pullOde(step: Step, d: i32, pulled: usize, pulledLogDet: usize): void {
  const ode = changetype<Ode>(step.detail);
  const state = (<usize>d) * PITCH;
  const h = direction(step, ode);
  for (let n = ode.steps - 1; n >= 0; n--) {
    for (let i = ode.stages - 1; i >= 0; i--) {
      const weight = h * number(ode.weights, i);
      const at = readBy(ode, n, i, d);
      evaluateField(ode, d, at, <f32>timeOf(step, ode, h, n, i), weight !== 0, ode.ofSlope);
      memory.fill(ode.ofSlope, 0, state);
      addScaled(ode.ofSlope, pulled, weight, d);
      for (let m = i + 1; m < ode.stages; m++) {
        addScaled(ode.ofSlope, ode.slopes + (<usize>m) * state, h * share(ode, m, i), d);
      }
      memory.fill(ode.ofDivergence, 0, PITCH);
      addScaled(ode.ofDivergence, pulledLogDet, weight, 1);
      // Slopes are not read on the way back: their place holds ∂Y.
      pullField(ode, d, at, <f32>timeOf(step, ode, h, n, i), weight !== 0, ode.slopes + (<usize>i) * state);
    }
    for (let i = 0; i < ode.stages; i++) addScaled(pulled, ode.slopes + (<usize>i) * state, 1, d);
  }
}
