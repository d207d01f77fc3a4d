/** Planar flow in the direction of its formula:  x = z + û·h(s),  s = wᵀz + b. */
import { log, sigmoid, softplus, tanh } from './elementary';
import { LANES, PITCH, addTo, lanesSum } from './lanes';
import { Planar, Step } from './records';

@inline
function at(vector: usize, i: i32): f32 {
  return load<f32>(vector + ((<usize>i) << 2));
}

function dot(a: usize, b: usize, d: i32): f32 {
  let sum: f32 = 0;
  for (let i = 0; i < d; i++) sum += at(a, i) * at(b, i);
  return sum;
}

function softplusOf(x: f32): f32 {
  return f32x4.extract_lane(softplus(f32x4.splat(x)), 0);
}

/** 1 − h′: 0 where h is steepest. */
@inline
function flatness(slope: f32, h: v128): v128 {
  if (slope < 0) return f32x4.mul(h, h);
  const above = f32x4.gt(h, f32x4.splat(0));
  return v128.andnot(f32x4.splat(1 - slope), above);
}

/** q = 1 + wᵀû·h′ = (1 − h′) + gap·h′ with gap = 1 + wᵀû, a sum of what is never negative. */
@inline
function stretch(flat: v128, gap: v128): v128 {
  return f32x4.add(flat, f32x4.mul(f32x4.sub(f32x4.splat(1), flat), gap));
}

/** (softplus(wᵀu) − 1 − wᵀu)/‖w‖²: how much of w joins u to make û. */
function correction(layer: Planar, d: i32): f32 {
  const along = dot(layer.w, layer.u, d);
  return (softplusOf(along) - 1 - along) / dot(layer.w, layer.w, d);
}

export function runPlanar(step: Step, d: i32): void {
  const layer = changetype<Planar>(step.detail);
  const gap = f32x4.splat(softplusOf(dot(layer.w, layer.u, d)));
  const joined = correction(layer, d);
  for (let i = 0; i < d; i++) {
    store<f32>(layer.direction + ((<usize>i) << 2), at(layer.u, i) + at(layer.w, i) * joined);
  }
  const b = v128.load32_splat(layer.b);
  for (let lane: usize = 0; lane < PITCH; lane += LANES) {
    let s = b;
    for (let i = 0; i < d; i++) {
      const z = v128.load(step.input + lane + (<usize>i) * PITCH);
      s = f32x4.add(s, f32x4.mul(z, f32x4.splat(at(layer.w, i))));
    }
    let h = s;
    if (layer.slope < 0) h = tanh(s);
    else h = v128.bitselect(s, f32x4.mul(s, f32x4.splat(layer.slope)), f32x4.gt(s, f32x4.splat(0)));
    v128.store(layer.ridge + lane, h);
    v128.store(step.logDet + lane, log(stretch(flatness(layer.slope, h), gap)));
    for (let i = 0; i < d; i++) {
      const place = lane + (<usize>i) * PITCH;
      const moved = f32x4.mul(h, f32x4.splat(at(layer.direction, i)));
      v128.store(step.output + place, f32x4.add(v128.load(step.input + place), moved));
    }
  }
}

/**
 * ∂s = (Σ û·∂x)·h′ + ∂logDet·q′/q, ∂z = ∂x + w·∂s, ∂û = Σ h·∂x, ∂gap = Σ ∂logDet·h′/q over the rows; then through
 * û = u + c·w, c = (gap − 1 − wᵀu)/‖w‖², gap = softplus(wᵀu).
 */
export function pullPlanar(step: Step, d: i32, pulled: usize, pulledLogDet: usize): void {
  const layer = changetype<Planar>(step.detail);
  const along = dot(layer.w, layer.u, d);
  const gapValue = softplusOf(along);
  const gap = f32x4.splat(gapValue);
  const one = f32x4.splat(1);
  let gapSum = f32x4.splat(0);
  let bSum = f32x4.splat(0);
  for (let i = 0; i < d; i++) {
    let sum = f32x4.splat(0);
    for (let lane: usize = 0; lane < PITCH; lane += LANES) {
      sum = f32x4.add(sum, f32x4.mul(v128.load(pulled + lane + (<usize>i) * PITCH), v128.load(layer.ridge + lane)));
    }
    store<f32>(layer.directionGradient + ((<usize>i) << 2), lanesSum(sum));
  }
  for (let lane: usize = 0; lane < PITCH; lane += LANES) {
    const h = v128.load(layer.ridge + lane);
    const flat = flatness(layer.slope, h);
    const steep = f32x4.sub(one, flat);
    let ds = f32x4.splat(0);
    for (let i = 0; i < d; i++) {
      ds = f32x4.add(ds, f32x4.mul(v128.load(pulled + lane + (<usize>i) * PITCH), f32x4.splat(at(layer.direction, i))));
    }
    ds = f32x4.mul(ds, steep);
    const rate = f32x4.div(v128.load(pulledLogDet + lane), stretch(flat, gap));
    gapSum = f32x4.add(gapSum, f32x4.mul(rate, steep));
    if (layer.slope < 0) {
      // flat = h², so its slope is 2h(1 − h²).
      const bend = f32x4.mul(f32x4.mul(f32x4.add(h, h), steep), f32x4.sub(one, gap));
      ds = f32x4.add(ds, f32x4.mul(rate, bend));
    }
    bSum = f32x4.add(bSum, ds);
    // The ridge is not needed again: it holds ∂s from here on.
    v128.store(layer.ridge + lane, ds);
  }
  for (let i = 0; i < d; i++) {
    const feature = (<usize>i) * PITCH;
    let sum = f32x4.splat(0);
    for (let lane: usize = 0; lane < PITCH; lane += LANES) {
      const ds = v128.load(layer.ridge + lane);
      const place = pulled + feature + lane;
      sum = f32x4.add(sum, f32x4.mul(ds, v128.load(step.input + feature + lane)));
      v128.store(place, f32x4.add(v128.load(place), f32x4.mul(ds, f32x4.splat(at(layer.w, i)))));
    }
    addTo(layer.wGradient + ((<usize>i) << 2), lanesSum(sum));
  }
  addTo(layer.bGradient, lanesSum(bSum));

  const square = dot(layer.w, layer.w, d);
  const joined = correction(layer, d);
  const ofJoined = dot(layer.w, layer.directionGradient, d) / square;
  const ofGap = lanesSum(gapSum) + ofJoined;
  const ofAlong = ofGap * f32x4.extract_lane(sigmoid(f32x4.splat(along)), 0) - ofJoined;
  for (let i = 0; i < d; i++) {
    const word = (<usize>i) << 2;
    const direct = at(layer.directionGradient, i);
    addTo(layer.uGradient + word, direct + ofAlong * at(layer.w, i));
    addTo(layer.wGradient + word, joined * direct + ofAlong * at(layer.u, i) - 2 * joined * ofJoined * at(layer.w, i));
  }
}
