/**
 * Fixed steps of a Runge–Kutta method for dz/dt = v(z, t) and d logDet/dt = tr ∂v/∂z, from t = 0 to 1 or, read back, from 1 to 0.
 * What each stage reads and the activations of its network are kept, and pulled back, the last stage first (the discrete adjoint);
 * the tangents of the trace, which are many times as much, are pushed again.
 */
import { evaluateField, findDivergence, findFieldSlopes, pullField, settleField } from './field';
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

/** What evaluation number `e` reads. */
@inline
function readBy(ode: Ode, e: i32, d: i32): usize {
  return ode.read + <usize>(e * d) * PITCH;
}

@inline
function divergenceOf(ode: Ode, e: i32): usize {
  return ode.divergences + (<usize>e) * PITCH;
}

/** With `pulls` the way back follows: it finds the divergences, and the log-det. */
export function runOde(step: Step, d: i32, pulls: bool): void {
  const ode = changetype<Ode>(step.detail);
  const state = (<usize>d) * PITCH;
  const h = direction(step, ode);
  memory.copy(step.output, step.input, state);
  for (let n = 0; n < ode.steps; n++) {
    for (let i = 0; i < ode.stages; i++) {
      const e = n * ode.stages + i;
      const at = readBy(ode, e, d);
      memory.copy(at, step.output, state);
      for (let j = 0; j < i; j++) addScaled(at, ode.slopes + (<usize>j) * state, h * share(ode, i, j), d);
      evaluateField(ode, e, at, <f32>timeOf(step, ode, h, n, i), ode.slopes + (<usize>i) * state);
      if (!pulls && number(ode.weights, i) !== 0) {
        findFieldSlopes(ode, e);
        findDivergence(ode, d, divergenceOf(ode, e));
      }
    }
    for (let i = 0; i < ode.stages; i++) {
      addScaled(step.output, ode.slopes + (<usize>i) * state, h * number(ode.weights, i), d);
    }
  }
  if (!pulls) addDivergences(step, ode, h);
}

function addDivergences(step: Step, ode: Ode, h: f64): void {
  memory.fill(step.logDet, 0, PITCH);
  for (let e = 0; e < ode.steps * ode.stages; e++) {
    addScaled(step.logDet, divergenceOf(ode, e), h * number(ode.weights, e % ode.stages), 1);
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
      const e = n * ode.stages + i;
      const weight = h * number(ode.weights, i);
      const t = <f32>timeOf(step, ode, h, n, i);
      settleField(ode, t);
      findFieldSlopes(ode, e);
      if (weight !== 0) findDivergence(ode, d, divergenceOf(ode, e));
      memory.fill(ode.ofSlope, 0, state);
      addScaled(ode.ofSlope, pulled, weight, d);
      for (let m = i + 1; m < ode.stages; m++) {
        addScaled(ode.ofSlope, ode.slopes + (<usize>m) * state, h * share(ode, m, i), d);
      }
      memory.fill(ode.ofDivergence, 0, PITCH);
      addScaled(ode.ofDivergence, pulledLogDet, weight, 1);
      // Slopes are not read on the way back: their place holds ∂Y.
      pullField(ode, e, d, readBy(ode, e, d), t, weight !== 0, ode.slopes + (<usize>i) * state);
    }
    for (let i = 0; i < ode.stages; i++) addScaled(pulled, ode.slopes + (<usize>i) * state, 1, d);
  }
  addDivergences(step, ode, h);
}
