/**
 * Radial flow in the direction of its formula:  x = c + v·f,  v = z − c,  r = ‖v‖,  f = (r + reach)/(r + α),
 * log|det| = (d − 1)·log f + log Q − 2 log(r + α),  Q = r(r + 2α) + α·reach,  α = |a|,  reach = softplus(b).
 */
import { log, sigmoid, softplus } from './elementary';
import { LANES, PITCH, addTo, lanesSum } from './lanes';
import { Radial, Step } from './records';

function softplusOf(x: f32): f32 {
  return f32x4.extract_lane(softplus(f32x4.splat(x)), 0);
}

@inline
function away(layer: Radial, input: usize, i: i32): v128 {
  return f32x4.sub(v128.load(input + (<usize>i) * PITCH), v128.load32_splat(layer.centre + ((<usize>i) << 2)));
}

/** ‖z − c‖, at least 1e-15, where its slope is still finite. */
function distance(layer: Radial, input: usize, d: i32): v128 {
  let squares = f32x4.splat(0);
  for (let i = 0; i < d; i++) {
    const v = away(layer, input, i);
    squares = f32x4.add(squares, f32x4.mul(v, v));
  }
  return f32x4.sqrt(f32x4.pmax(squares, f32x4.splat(1e-30)));
}

@inline
function stretched(r: v128, alpha: v128, reach: v128): v128 {
  return f32x4.add(f32x4.mul(r, f32x4.add(r, f32x4.add(alpha, alpha))), f32x4.mul(alpha, reach));
}

export function runRadial(step: Step, d: i32): void {
  const layer = changetype<Radial>(step.detail);
  const alpha = f32x4.splat(abs(load<f32>(layer.a)));
  const reach = f32x4.splat(softplusOf(load<f32>(layer.b)));
  for (let lane: usize = 0; lane < PITCH; lane += LANES) {
    const r = distance(layer, step.input + lane, d);
    const near = f32x4.add(r, alpha);
    const far = f32x4.add(r, reach);
    const f = f32x4.div(far, near);
    for (let i = 0; i < d; i++) {
      const centre = v128.load32_splat(layer.centre + ((<usize>i) << 2));
      v128.store(
        step.output + lane + (<usize>i) * PITCH,
        f32x4.add(centre, f32x4.mul(away(layer, step.input + lane, i), f)),
      );
    }
    const logNear = log(near);
    const around = f32x4.mul(f32x4.splat(<f32>(d - 1)), f32x4.sub(log(far), logNear));
    const outwards = f32x4.sub(log(stretched(r, alpha, reach)), f32x4.add(logNear, logNear));
    v128.store(step.logDet + lane, f32x4.add(around, outwards));
  }
}

export function pullRadial(step: Step, d: i32, pulled: usize, pulledLogDet: usize): void {
  const layer = changetype<Radial>(step.detail);
  const a = load<f32>(layer.a);
  const b = load<f32>(layer.b);
  const alpha = f32x4.splat(abs(a));
  const reach = f32x4.splat(softplusOf(b));
  const one = f32x4.splat(1);
  const others = f32x4.splat(<f32>(d - 1));
  let alphaSum = f32x4.splat(0);
  let reachSum = f32x4.splat(0);
  for (let i = 0; i < d; i++) v128.store(layer.centreSums + (<usize>i) * LANES, f32x4.splat(0));
  for (let lane: usize = 0; lane < PITCH; lane += LANES) {
    const r = distance(layer, step.input + lane, d);
    const perNear = f32x4.div(one, f32x4.add(r, alpha));
    const far = f32x4.add(r, reach);
    const perFar = f32x4.div(one, far);
    const perQ = f32x4.div(one, stretched(r, alpha, reach));
    const f = f32x4.mul(far, perNear);
    const dl = v128.load(pulledLogDet + lane);
    let ofF = f32x4.splat(0);
    for (let i = 0; i < d; i++) {
      const dx = v128.load(pulled + lane + (<usize>i) * PITCH);
      ofF = f32x4.add(ofF, f32x4.mul(dx, away(layer, step.input + lane, i)));
    }
    const perNear2 = f32x4.mul(perNear, perNear);
    const twoPerNear = f32x4.add(perNear, perNear);
    const twoR = f32x4.add(r, r);
    const lR = f32x4.add(
      f32x4.mul(others, f32x4.sub(perFar, perNear)),
      f32x4.sub(f32x4.mul(f32x4.add(twoR, f32x4.add(alpha, alpha)), perQ), twoPerNear),
    );
    const lAlpha = f32x4.sub(
      f32x4.sub(f32x4.mul(f32x4.add(twoR, reach), perQ), twoPerNear),
      f32x4.mul(others, perNear),
    );
    const lReach = f32x4.add(f32x4.mul(others, perFar), f32x4.mul(alpha, perQ));
    const ofR = f32x4.add(f32x4.mul(f32x4.mul(ofF, f32x4.sub(alpha, reach)), perNear2), f32x4.mul(dl, lR));
    alphaSum = f32x4.add(alphaSum, f32x4.sub(f32x4.mul(dl, lAlpha), f32x4.mul(f32x4.mul(ofF, far), perNear2)));
    reachSum = f32x4.add(reachSum, f32x4.add(f32x4.mul(ofF, perNear), f32x4.mul(dl, lReach)));
    const along = f32x4.div(ofR, r);
    for (let i = 0; i < d; i++) {
      const place = pulled + lane + (<usize>i) * PITCH;
      const dx = v128.load(place);
      const dv = f32x4.add(f32x4.mul(dx, f), f32x4.mul(along, away(layer, step.input + lane, i)));
      v128.store(place, dv);
      const sum = layer.centreSums + (<usize>i) * LANES;
      v128.store(sum, f32x4.add(v128.load(sum), f32x4.sub(dx, dv)));
    }
  }
  const sign: f32 = a > 0 ? 1 : a < 0 ? -1 : 0;
  addTo(layer.aGradient, sign * lanesSum(alphaSum));
  addTo(layer.bGradient, lanesSum(reachSum) * f32x4.extract_lane(sigmoid(f32x4.splat(b)), 0));
  for (let i = 0; i < d; i++) {
    addTo(layer.centreGradient + ((<usize>i) << 2), lanesSum(v128.load(layer.centreSums + (<usize>i) * LANES)));
  }
}
