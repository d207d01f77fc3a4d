/**
 * How a layer of a field's network reads the time: not at all, as one more input, h W + (b + t·w), or through a gate and a shift,
 * (h W + b)∘o + t·s with o = σ(t·g + c). At a given time each is one dense layer.
 */
import { sigmoid } from './elementary';
import { LANES } from './lanes';
import { FieldLayer } from './records';

export const INPUT: i32 = 1;
export const SQUASH: i32 = 2;

@inline
function at(vector: usize, i: i32): f32 {
  return load<f32>(vector + ((<usize>i) << 2));
}

@inline
function put(vector: usize, i: i32, value: f32): void {
  store<f32>(vector + ((<usize>i) << 2), value);
}

/** Weights and bias at the time t. */
export function settle(layer: FieldLayer, t: f32): void {
  const n = layer.outputs;
  if (layer.timed === INPUT) {
    for (let j = 0; j < n; j++) put(layer.biasNow, j, at(layer.shift, j) * t + at(layer.bias, j));
    return;
  }
  if (layer.timed !== SQUASH) return;
  for (let j = 0; j < n; j++) put(layer.open, j, at(layer.gate, j) * t + at(layer.gateBias, j));
  // The buffer is padded to whole vectors.
  const end = layer.open + ((<usize>n) << 2);
  for (let place = layer.open; place < end; place += LANES) v128.store(place, sigmoid(v128.load(place)));
  for (let j = 0; j < n; j++) {
    put(layer.biasNow, j, at(layer.bias, j) * at(layer.open, j) + at(layer.shift, j) * t);
  }
  for (let i = 0; i < layer.inputs; i++) {
    const row = <usize>(i * n) << 2;
    let j = 0;
    for (; j + 4 <= n; j += 4) {
      const column = (<usize>j) << 2;
      const w = f32x4.mul(v128.load(layer.weights + row + column), v128.load(layer.open + column));
      v128.store(layer.weightsNow + row + column, w);
    }
    for (; j < n; j++) put(layer.weightsNow + row, j, at(layer.weights + row, j) * at(layer.open, j));
  }
}

/** The gradients of weights and bias at the time t join those of the parameters. */
export function pullTime(layer: FieldLayer, t: f32): void {
  const n = layer.outputs;
  if (layer.timed === INPUT) {
    for (let j = 0; j < n; j++) {
      const slope = at(layer.biasNowGradient, j);
      put(layer.biasGradient, j, at(layer.biasGradient, j) + slope);
      put(layer.shiftGradient, j, at(layer.shiftGradient, j) + slope * t);
    }
    return;
  }
  if (layer.timed !== SQUASH) return;
  for (let j = 0; j < n; j++) {
    const slope = at(layer.biasNowGradient, j);
    put(layer.shiftGradient, j, at(layer.shiftGradient, j) + slope * t);
    put(layer.biasGradient, j, at(layer.biasGradient, j) + slope * at(layer.open, j));
    put(layer.ofOpen, j, slope * at(layer.bias, j));
  }
  for (let i = 0; i < layer.inputs; i++) {
    const row = <usize>(i * n) << 2;
    let j = 0;
    for (; j + 4 <= n; j += 4) {
      const column = (<usize>j) << 2;
      const slope = v128.load(layer.weightsNowGradient + row + column);
      const total = layer.weightsGradient + row + column;
      const part = layer.ofOpen + column;
      v128.store(total, f32x4.add(v128.load(total), f32x4.mul(slope, v128.load(layer.open + column))));
      v128.store(part, f32x4.add(v128.load(part), f32x4.mul(slope, v128.load(layer.weights + row + column))));
    }
    for (; j < n; j++) {
      const slope = at(layer.weightsNowGradient + row, j);
      put(layer.weightsGradient + row, j, at(layer.weightsGradient + row, j) + slope * at(layer.open, j));
      put(layer.ofOpen, j, at(layer.ofOpen, j) + slope * at(layer.weights + row, j));
    }
  }
  for (let j = 0; j < n; j++) {
    const open = at(layer.open, j);
    const slope = at(layer.ofOpen, j) * open * (1 - open);
    put(layer.gateBiasGradient, j, at(layer.gateBiasGradient, j) + slope);
    put(layer.gateGradient, j, at(layer.gateGradient, j) + slope * t);
  }
}
