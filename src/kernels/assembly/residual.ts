/** A residual network on one shard:  h ← h + a(a(h) W′ + b′) W″ + b″ for each block, between a first and a last dense layer. */
import { STORE, backward, forward, gradient } from './gemm';
import { LANES, PITCH } from './lanes';
import { RELU_UNITS, TANH_UNITS, activate, denseAt, slopeOf } from './network';
import { Dense, Network } from './records';

export function evaluateResidual(network: Network): void {
  let h = affine(denseAt(network, 0), network.inputs);
  const last = network.layers - 1;
  for (let i = 1; i < last; i += 2) {
    const narrow = denseAt(network, i);
    const wide = denseAt(network, i + 1);
    activate(network.residual, h, narrow.activated, narrow.inputs);
    const inner = affine(narrow, narrow.activated);
    const outer = affine(wide, inner);
    add(outer, h, wide.outputs);
    h = outer;
  }
  affine(denseAt(network, last), h);
}

export function pullBackResidual(network: Network, cotangent: usize): void {
  const last = network.layers - 1;
  const delta = network.scratch;
  const first = denseAt(network, 0);
  pull(network, denseAt(network, last), last === 1 ? first.activations : denseAt(network, last - 1).activations, cotangent, delta, STORE);
  const mode = slopeOf(network.residual);
  for (let i = last - 2; i > 0; i -= 2) {
    const narrow = denseAt(network, i);
    pull(network, denseAt(network, i + 1), narrow.activations, delta, network.otherScratch, mode);
    pull(network, narrow, narrow.activated, network.otherScratch, network.thirdScratch, mode);
    add(delta, network.thirdScratch, narrow.inputs);
  }
  pull(network, first, network.inputs, delta, network.inputCotangent, STORE);
}

function affine(layer: Dense, h: usize): usize {
  const z = layer.activations;
  forward(layer.weights, layer.bias, h, z, layer.inputs, layer.outputs, layer.activation === RELU_UNITS);
  if (layer.activation === TANH_UNITS) activate(TANH_UNITS, z, z, layer.outputs);
  return z;
}

/** Through one dense layer that read `h`: its gradients, and the cotangent of h times the slope of h's own units. */
function pull(network: Network, layer: Dense, h: usize, delta: usize, target: usize, mode: i32): void {
  gradient(h, delta, layer.weightGradient, layer.biasGradient, layer.inputs, layer.outputs, network.turned);
  backward(layer.weights, delta, target, layer.inputs, layer.outputs, mode, h);
}

function add(target: usize, source: usize, features: i32): void {
  const bytes = (<usize>features) * PITCH;
  for (let at: usize = 0; at < bytes; at += LANES) {
    v128.store(target + at, f32x4.add(v128.load(target + at), v128.load(source + at)));
  }
}
