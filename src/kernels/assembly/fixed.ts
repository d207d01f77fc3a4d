/** Steps that do the same to every row: permutation and activation normalization. */
import { exp } from './elementary';
import { LANES, PITCH, addTo, lanesSum, rowsSum } from './lanes';
import { Actnorm, Step } from './records';

/** y[i] = x[order[i]] */
export function runPermutation(step: Step, dimensions: i32): void {
  for (let i = 0; i < dimensions; i++) {
    const from = <usize>load<i32>(step.detail + ((<usize>i) << 2));
    memory.copy(step.output + <usize>i * PITCH, step.input + from * PITCH, PITCH);
  }
  memory.fill(step.logDet, 0, PITCH);
}

/** The output is not read on the way back, so it holds the reordered cotangent in between. */
export function pullPermutation(step: Step, dimensions: i32, pulled: usize): void {
  for (let i = 0; i < dimensions; i++) {
    const to = <usize>load<i32>(step.detail + ((<usize>i) << 2));
    memory.copy(step.output + to * PITCH, pulled + <usize>i * PITCH, PITCH);
  }
  memory.copy(pulled, step.output, <usize>dimensions * PITCH);
}

/** Forward x = z·eˢ + shift, inverse z = (x − shift)·e⁻ˢ. */
export function runActnorm(step: Step, dimensions: i32): void {
  const layer = changetype<Actnorm>(step.detail);
  let sum: f32 = 0;
  for (let i = 0; i < dimensions; i++) {
    const at = <usize>i * PITCH;
    const s = load<f32>(layer.logScale + ((<usize>i) << 2));
    const shift = v128.load32_splat(layer.shift + ((<usize>i) << 2));
    const signed = step.inverse !== 0 ? -s : s;
    const scale = exp(f32x4.splat(signed));
    sum += signed;
    for (let lane = at; lane < at + PITCH; lane += LANES) {
      const x = v128.load(step.input + lane);
      v128.store(
        step.output + lane,
        step.inverse !== 0 ? f32x4.mul(f32x4.sub(x, shift), scale) : f32x4.add(f32x4.mul(x, scale), shift),
      );
    }
  }
  for (let at: usize = 0; at < PITCH; at += LANES) v128.store(step.logDet + at, f32x4.splat(sum));
}

/** Inverse: ∂x = ∂z·e⁻ˢ, ∂shift = −Σ∂x, ∂s = −Σ∂z·z − Σ∂logDet.  Forward: ∂z = ∂x·eˢ, ∂shift = Σ∂x, ∂s = Σ∂z·z + Σ∂logDet. */
export function pullActnorm(step: Step, dimensions: i32, pulled: usize, pulledLogDet: usize): void {
  const layer = changetype<Actnorm>(step.detail);
  const logDet = rowsSum(pulledLogDet);
  for (let i = 0; i < dimensions; i++) {
    const at = <usize>i * PITCH;
    const word = (<usize>i) << 2;
    const s = load<f32>(layer.logScale + word);
    const scale = exp(f32x4.splat(step.inverse !== 0 ? -s : s));
    const shifts = rowsSum(pulled + at);
    let slopes = f32x4.splat(0);
    for (let lane = at; lane < at + PITCH; lane += LANES) {
      const dy = v128.load(pulled + lane);
      const dx = f32x4.mul(dy, scale);
      const product =
        step.inverse !== 0 ? f32x4.mul(dy, v128.load(step.output + lane)) : f32x4.mul(dx, v128.load(step.input + lane));
      slopes = f32x4.add(slopes, product);
      v128.store(pulled + lane, dx);
    }
    const total = lanesSum(slopes) + logDet;
    if (step.inverse !== 0) {
      addTo(layer.shiftGradient + word, -shifts * f32x4.extract_lane(scale, 0));
      addTo(layer.logScaleGradient + word, -total);
    } else {
      addTo(layer.shiftGradient + word, shifts);
      addTo(layer.logScaleGradient + word, total);
    }
  }
}
