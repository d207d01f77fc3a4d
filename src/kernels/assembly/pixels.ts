/** Steps of images: activation normalization of channels, and the logit of dequantized whole numbers. */
import { exp, log, sigmoid, softplus } from './elementary';
import { LANES, PITCH, addTo, lanesSum, rowsSum } from './lanes';
import { Logit, PixelActnorm, Step } from './records';

@inline
function placeOf(layer: PixelActnorm, pixel: i32, channel: i32): usize {
  return <usize>load<i32>(layer.table + (<usize>(pixel * layer.channels + channel) << 2)) * PITCH;
}

/** As `runActnorm`, with the log-det of every pixel. */
export function runPixelActnorm(step: Step, dimensions: i32): void {
  const layer = changetype<PixelActnorm>(step.detail);
  memory.copy(step.output, step.input, <usize>dimensions * PITCH);
  let sum: f32 = 0;
  for (let c = 0; c < layer.channels; c++) {
    const s = load<f32>(layer.logScale + ((<usize>c) << 2));
    const shift = v128.load32_splat(layer.shift + ((<usize>c) << 2));
    const signed = step.inverse !== 0 ? -s : s;
    const scale = exp(f32x4.splat(signed));
    sum += signed;
    for (let pixel = 0; pixel < layer.pixels; pixel++) {
      const place = placeOf(layer, pixel, c);
      for (let at = place; at < place + PITCH; at += LANES) {
        const x = v128.load(step.input + at);
        v128.store(
          step.output + at,
          step.inverse !== 0 ? f32x4.mul(f32x4.sub(x, shift), scale) : f32x4.add(f32x4.mul(x, scale), shift),
        );
      }
    }
  }
  const total = f32x4.splat(sum * <f32>layer.pixels);
  for (let at: usize = 0; at < PITCH; at += LANES) v128.store(step.logDet + at, total);
}

export function pullPixelActnorm(step: Step, pulled: usize, pulledLogDet: usize): void {
  const layer = changetype<PixelActnorm>(step.detail);
  const logDet = rowsSum(pulledLogDet) * <f32>layer.pixels;
  for (let c = 0; c < layer.channels; c++) {
    const word = (<usize>c) << 2;
    const s = load<f32>(layer.logScale + word);
    const scale = exp(f32x4.splat(step.inverse !== 0 ? -s : s));
    let shifts: f32 = 0;
    let total: f32 = 0;
    for (let pixel = 0; pixel < layer.pixels; pixel++) {
      const place = placeOf(layer, pixel, c);
      shifts += rowsSum(pulled + place);
      let slopes = f32x4.splat(0);
      for (let at = place; at < place + PITCH; at += LANES) {
        const dy = v128.load(pulled + at);
        const dx = f32x4.mul(dy, scale);
        const product =
          step.inverse !== 0 ? f32x4.mul(dy, v128.load(step.output + at)) : f32x4.mul(dx, v128.load(step.input + at));
        slopes = f32x4.add(slopes, product);
        v128.store(pulled + at, dx);
      }
      total += lanesSum(slopes);
    }
    total += logDet;
    if (step.inverse !== 0) {
      addTo(layer.shiftGradient + word, -shifts * f32x4.extract_lane(scale, 0));
      addTo(layer.logScaleGradient + word, -total);
    } else {
      addTo(layer.shiftGradient + word, shifts);
      addTo(layer.logScaleGradient + word, total);
    }
  }
}

/** α + part/slope, clipped away from 0. */
@inline
function fraction(layer: Logit, part: v128): v128 {
  const s = f32x4.add(f32x4.div(part, f32x4.splat(layer.slope)), f32x4.splat(layer.alpha));
  return f32x4.pmax(s, f32x4.splat(layer.margin));
}

/** Inverse: s = α + y/slope, z = log s − log(1 − s), with 1 − s from levels − y.  Forward: y = (σ(z) − α)·slope. */
export function runLogit(step: Step, dimensions: i32): void {
  const layer = changetype<Logit>(step.detail);
  const constant = f32x4.splat(step.inverse !== 0 ? layer.constant : -layer.constant);
  for (let at: usize = 0; at < PITCH; at += LANES) {
    let sum = f32x4.splat(0);
    for (let i = 0; i < dimensions; i++) {
      const place = at + <usize>i * PITCH;
      const x = v128.load(step.input + place);
      if (step.inverse !== 0) {
        const below = log(fraction(layer, x));
        const above = log(fraction(layer, f32x4.sub(f32x4.splat(layer.levels), x)));
        v128.store(step.output + place, f32x4.sub(below, above));
        sum = f32x4.sub(sum, f32x4.add(below, above));
      } else {
        const y = f32x4.mul(f32x4.sub(sigmoid(x), f32x4.splat(layer.alpha)), f32x4.splat(layer.slope));
        v128.store(step.output + place, y);
        sum = f32x4.sub(sum, f32x4.add(softplus(x), softplus(f32x4.neg(x))));
      }
    }
    v128.store(step.logDet + at, f32x4.add(sum, constant));
  }
}

/** Inverse: ∂y = (∂z·(1/s + 1/(1 − s)) − ∂logDet·(1/s − 1/(1 − s)))/slope.  Forward: ∂z = ∂y·slope·s(1 − s) + ∂logDet·(1 − 2s). */
export function pullLogit(step: Step, dimensions: i32, pulled: usize, pulledLogDet: usize): void {
  const layer = changetype<Logit>(step.detail);
  const one = f32x4.splat(1);
  const slope = f32x4.splat(layer.slope);
  for (let i = 0; i < dimensions; i++) {
    for (let lane: usize = 0; lane < PITCH; lane += LANES) {
      const at = lane + <usize>i * PITCH;
      const x = v128.load(step.input + at);
      const dy = v128.load(pulled + at);
      const dLogDet = v128.load(pulledLogDet + lane);
      if (step.inverse !== 0) {
        const below = rateOf(layer, fraction(layer, x));
        const above = rateOf(layer, fraction(layer, f32x4.sub(f32x4.splat(layer.levels), x)));
        const sum = f32x4.mul(dy, f32x4.add(below, above));
        const difference = f32x4.mul(dLogDet, f32x4.sub(below, above));
        v128.store(pulled + at, f32x4.div(f32x4.sub(sum, difference), slope));
      } else {
        const s = sigmoid(x);
        const rest = f32x4.sub(one, s);
        const steep = f32x4.mul(f32x4.mul(dy, slope), f32x4.mul(s, rest));
        v128.store(pulled + at, f32x4.add(steep, f32x4.mul(dLogDet, f32x4.sub(rest, s))));
      }
    }
  }
}

/** 1/s, and 0 where s was clipped. */
@inline
function rateOf(layer: Logit, s: v128): v128 {
  return v128.and(f32x4.div(f32x4.splat(1), s), f32x4.gt(s, f32x4.splat(layer.margin)));
}
