/**
 * The logistic mixture CDF of a conditioned step, read from x to z, https://arxiv.org/abs/1902.00275 §3.2, as in
 * src/flows/transformers/mixture-cdf.ts:  z = log F − log(1 − F),  log slope = log F′ − log F − log(1 − F),
 * F = Σ_k softmax(π)_k σ(a_k),  a_k = (x − u_k − offset_k)·exp(−s_k),  each logarithm by log-sum-exp.
 */
import { exp, log, sigmoid, softplus } from './elementary';
import { LANES, PITCH } from './lanes';
import { Mixture } from './records';

/** log F, log(1 − F), log F′ of the last `score`, and the log of Σ exp π. */
let below: v128 = f32x4.splat(0);
let above: v128 = f32x4.splat(0);
let density: v128 = f32x4.splat(0);
let normaliser: v128 = f32x4.splat(0);

/** log Σ exp of K vectors, `step` bytes apart. */
function logSumExp(terms: usize, step: usize, count: i32): v128 {
  let most = v128.load(terms);
  for (let k = 1; k < count; k++) most = f32x4.pmax(most, v128.load(terms + (<usize>k) * step));
  let sum = f32x4.splat(0);
  for (let k = 0; k < count; k++) sum = f32x4.add(sum, exp(f32x4.sub(v128.load(terms + (<usize>k) * step), most)));
  return f32x4.add(most, log(sum));
}

/** (x − μ_k)·exp(−s_k) */
@inline
function standardised(shape: Mixture, k: i32, x: v128, theta: usize, step: usize): v128 {
  const count = shape.components;
  const mean = f32x4.add(
    v128.load(theta + <usize>(count + k) * step),
    v128.load32_splat(shape.offsets + ((<usize>k) << 2)),
  );
  return f32x4.mul(f32x4.sub(x, mean), exp(f32x4.neg(v128.load(theta + <usize>(2 * count + k) * step))));
}

/** The terms of the three sums stand in the scratch afterwards, one after the other. */
function score(shape: Mixture, x: v128, theta: usize, step: usize): void {
  const count = shape.components;
  const block = (<usize>count) * LANES;
  normaliser = logSumExp(theta, step, count);
  for (let k = 0; k < count; k++) {
    const a = standardised(shape, k, x, theta, step);
    const weight = f32x4.sub(v128.load(theta + (<usize>k) * step), normaliser);
    const at = shape.scratch + (<usize>k) * LANES;
    const low = f32x4.sub(weight, softplus(f32x4.neg(a)));
    const rest = softplus(a);
    v128.store(at, low);
    v128.store(at + block, f32x4.sub(weight, rest));
    v128.store(at + 2 * block, f32x4.sub(f32x4.sub(low, rest), v128.load(theta + <usize>(2 * count + k) * step)));
  }
  below = logSumExp(shape.scratch, LANES, count);
  above = logSumExp(shape.scratch + block, LANES, count);
  density = logSumExp(shape.scratch + 2 * block, LANES, count);
}

export function mix(shape: Mixture, x: usize, y: usize, theta: usize, step: usize, logDet: usize): void {
  for (let at: usize = 0; at < PITCH; at += LANES) {
    score(shape, v128.load(x + at), theta + at, step);
    v128.store(y + at, f32x4.sub(below, above));
    const slope = f32x4.sub(density, f32x4.add(below, above));
    v128.store(logDet + at, f32x4.add(v128.load(logDet + at), slope));
  }
}

/** Every sum's slope in its terms is the share of the term: exp(term − sum). */
export function pullMix(
  shape: Mixture,
  x: usize,
  theta: usize,
  step: usize,
  pulled: usize,
  pulledLogDet: usize,
  thetaCotangent: usize,
): void {
  const count = shape.components;
  const block = (<usize>count) * LANES;
  for (let at: usize = 0; at < PITCH; at += LANES) {
    const from = v128.load(x + at);
    score(shape, from, theta + at, step);
    const dz = v128.load(pulled + at);
    const dl = v128.load(pulledLogDet + at);
    const ofBelow = f32x4.sub(dz, dl);
    const ofAbove = f32x4.neg(f32x4.add(dz, dl));
    let dx = f32x4.splat(0);
    let total = f32x4.splat(0);
    for (let k = 0; k < count; k++) {
      const term = shape.scratch + (<usize>k) * LANES;
      const shareBelow = f32x4.mul(ofBelow, exp(f32x4.sub(v128.load(term), below)));
      const shareAbove = f32x4.mul(ofAbove, exp(f32x4.sub(v128.load(term + block), above)));
      const shareDensity = f32x4.mul(dl, exp(f32x4.sub(v128.load(term + 2 * block), density)));
      const a = standardised(shape, k, from, theta + at, step);
      const up = sigmoid(f32x4.neg(a));
      const down = sigmoid(a);
      const ofA = f32x4.add(
        f32x4.sub(f32x4.mul(shareBelow, up), f32x4.mul(shareAbove, down)),
        f32x4.mul(shareDensity, f32x4.sub(up, down)),
      );
      const weight = f32x4.add(f32x4.add(shareBelow, shareAbove), shareDensity);
      total = f32x4.add(total, weight);
      const logScale = theta + at + <usize>(2 * count + k) * step;
      const ofMean = f32x4.neg(f32x4.mul(ofA, exp(f32x4.neg(v128.load(logScale)))));
      dx = f32x4.sub(dx, ofMean);
      const target = thetaCotangent + at;
      v128.store(target + (<usize>k) * step, weight);
      v128.store(target + <usize>(count + k) * step, ofMean);
      v128.store(target + <usize>(2 * count + k) * step, f32x4.neg(f32x4.add(f32x4.mul(ofA, a), shareDensity)));
    }
    for (let k = 0; k < count; k++) {
      const target = thetaCotangent + at + (<usize>k) * step;
      const share = exp(f32x4.sub(v128.load(theta + at + (<usize>k) * step), normaliser));
      v128.store(target, f32x4.sub(v128.load(target), f32x4.mul(share, total)));
    }
    v128.store(pulled + at, dx);
  }
}
