/** A multilayer perceptron on one shard, forward and backward. */
import { RELU_SLOPE, STORE, TANH_SLOPE, backward, forward, gradient } from './gemm';
import { LANES, PITCH } from './lanes';
import { Dense, Network } from './records';
import { tanh } from './elementary';

export const RELU_UNITS: i32 = 1;
export const TANH_UNITS: i32 = 2;

export function denseAt(network: Network, i: i32): Dense {
  return changetype<Dense>(changetype<usize>(network) + offsetof<Network>() + <usize>i * offsetof<Dense>());
}

/** target = relu(source) or tanh(source). */
export function activate(units: i32, source: usize, target: usize, features: i32): void {
  const bytes = (<usize>features) * PITCH;
  for (let at: usize = 0; at < bytes; at += LANES) {
    const x = v128.load(source + at);
    v128.store(target + at, units === TANH_UNITS ? tanh(x) : f32x4.pmax(x, f32x4.splat(0)));
  }
}

/** What `backward` multiplies with to come through these units. */
export function slopeOf(units: i32): i32 {
  if (units === RELU_UNITS) return RELU_SLOPE;
  return units === TANH_UNITS ? TANH_SLOPE : STORE;
}

/** From the network's inputs to the activations of its last layer. */
export function evaluate(network: Network): void {
  let h = network.inputs;
  for (let i = 0; i < network.layers; i++) {
    const layer = denseAt(network, i);
    const z = layer.activations;
    forward(layer.weights, layer.bias, h, z, layer.inputs, layer.outputs, layer.activation === RELU_UNITS);
    if (layer.activation === TANH_UNITS) {
      const end = z + <usize>layer.outputs * PITCH;
      for (let at = z; at < end; at += LANES) v128.store(at, tanh(v128.load(at)));
    }
    h = z;
  }
}

/** From the cotangent of the last layer to that of the inputs; what the parameters have of it is added to their gradients. */
export function pullBack(network: Network, cotangent: usize): void {
  let delta = cotangent;
  let next = network.scratch;
  for (let i = network.layers - 1; i >= 0; i--) {
    const layer = denseAt(network, i);
    const below = i === 0 ? network.inputs : denseAt(network, i - 1).activations;
    gradient(below, delta, layer.weightGradient, layer.biasGradient, layer.inputs, layer.outputs, network.turned);
    if (i === 0) {
      backward(layer.weights, delta, network.inputCotangent, layer.inputs, layer.outputs, STORE, 0);
      return;
    }
    const units = denseAt(network, i - 1).activation;
    const mode = slopeOf(units);
    backward(layer.weights, delta, next, layer.inputs, layer.outputs, mode, below);
    delta = next;
    next = next === network.scratch ? network.otherScratch : network.scratch;
  }
}
