/** A convolutional network on one shard, forward and backward. Zeros beyond the border are left out of the sums. */
import { exp } from './elementary';
import { ADD, ADD_RELU_SLOPE, RELU_SLOPE, STORE, TANH_SLOPE, backwardFrom, forward, forwardMore, gradientOf, turn } from './gemm';
import { LANES, PITCH, addTo, lanesSum, rowsSum } from './lanes';
import { RELU_UNITS, TANH_UNITS, activate, slopeOf } from './network';
import { Convnet, Convolution, Network } from './records';

@inline
function convolutionAt(convnet: Convnet, i: i32): Convolution {
  return changetype<Convolution>(changetype<usize>(convnet) + offsetof<Convnet>() + <usize>i * offsetof<Convolution>());
}

// The taps of one side of a kernel that fall inside the image, around position `at` of `size`.
@inline
function firstTap(side: i32, at: i32): i32 {
  return max(0, (side >> 1) - at);
}

@inline
function endTap(side: i32, at: i32, size: i32): i32 {
  return min(side, size - at + (side >> 1));
}

/** Before the runs of one batch with gradients: kernels turned by 180°, with what they give as the fast index. */
export function prepareConvnet(network: Network): void {
  const convnet = changetype<Convnet>(network.convnet);
  for (let i = 0; i < network.layers; i++) {
    const layer = convolutionAt(convnet, i);
    const taps = layer.side * layer.side;
    let to = layer.reversed;
    for (let input = 0; input < layer.inputs; input++) {
      for (let tap = taps - 1; tap >= 0; tap--) {
        const bytes = (<usize>layer.outputs) << 2;
        memory.copy(to, layer.weights + <usize>(tap * layer.inputs + input) * bytes, bytes);
        to += bytes;
      }
    }
  }
}

/** From the network's inputs to θ, parameter by parameter. */
export function evaluateConvnet(network: Network, theta: usize): void {
  const convnet = changetype<Convnet>(network.convnet);
  let h = network.inputs;
  for (let i = 0; i < network.layers; i++) {
    const layer = convolutionAt(convnet, i);
    convolve(convnet, layer, h);
    h = layer.activations;
    if (layer.activation === TANH_UNITS) activate(TANH_UNITS, h, h, convnet.height * convnet.width * layer.outputs);
  }
  const block = <usize>(convnet.height * convnet.width * convnet.channels) * PITCH;
  const end = theta + block;
  for (; theta < end; ) {
    let channel: usize = 0;
    for (let c = 0; c < convnet.channels; c++, theta += PITCH) {
      for (let p: usize = 0; p < <usize>convnet.perDim; p++, h += PITCH, channel += 4) {
        const gain = gainOf(convnet, channel);
        const target = theta + p * block;
        for (let at: usize = 0; at < PITCH; at += LANES) v128.store(target + at, f32x4.mul(v128.load(h + at), gain));
      }
    }
  }
}

/** exp(3·logGain) */
@inline
function gainOf(convnet: Convnet, channel: usize): v128 {
  if (convnet.logGain === 0) return f32x4.splat(1);
  return exp(f32x4.splat(3 * load<f32>(convnet.logGain + channel)));
}

/** From the cotangent of θ to that of the inputs; what the parameters have of it is added to their gradients. */
export function pullBackConvnet(network: Network, theta: usize, cotangent: usize): void {
  const convnet = changetype<Convnet>(network.convnet);
  pullGain(convnet, convolutionAt(convnet, network.layers - 1).activations, theta, cotangent);
  // The last layer's activations are not read again: they hold their own cotangent.
  let delta = convolutionAt(convnet, network.layers - 1).activations;
  let next = network.scratch;
  for (let i = network.layers - 1; i >= 0; i--) {
    const layer = convolutionAt(convnet, i);
    const below = i === 0 ? network.inputs : convolutionAt(convnet, i - 1).activations;
    pullWeights(convnet, layer, below, delta, network.turned);
    if (i === 0) {
      pullInputs(convnet, layer, delta, network.inputCotangent, STORE, 0);
      return;
    }
    pullInputs(convnet, layer, delta, next, slopeOf(convolutionAt(convnet, i - 1).activation), below);
    delta = next;
    next = next === network.scratch ? network.otherScratch : network.scratch;
  }
}

/** θ = raw·e^3g, so ∂raw = ∂θ·e^3g and ∂g = 3 Σ ∂θ·θ. */
function pullGain(convnet: Convnet, raw: usize, theta: usize, cotangent: usize): void {
  const block = <usize>(convnet.height * convnet.width * convnet.channels) * PITCH;
  const end = theta + block;
  for (; theta < end; ) {
    let channel: usize = 0;
    for (let c = 0; c < convnet.channels; c++, theta += PITCH, cotangent += PITCH) {
      for (let p: usize = 0; p < <usize>convnet.perDim; p++, raw += PITCH, channel += 4) {
        const gain = gainOf(convnet, channel);
        let sum = f32x4.splat(0);
        for (let at: usize = p * block; at < p * block + PITCH; at += LANES) {
          const slope = v128.load(cotangent + at);
          sum = f32x4.add(sum, f32x4.mul(slope, v128.load(theta + at)));
          v128.store(raw + at - p * block, f32x4.mul(slope, gain));
        }
        if (convnet.logGain !== 0) addTo(convnet.logGainGradient + channel, 3 * lanesSum(sum));
      }
    }
  }
}

/** Taps of one row of the kernel, and the pixels under them, stand side by side: they are one product. */
function convolve(convnet: Convnet, layer: Convolution, h: usize): void {
  const side = layer.side;
  const reach = side >> 1;
  const pixel = <usize>layer.inputs * PITCH;
  const tap = <usize>(layer.inputs * layer.outputs) << 2;
  const relu = layer.activation === RELU_UNITS;
  let z = layer.activations;
  for (let y = 0; y < convnet.height; y++) {
    for (let x = 0; x < convnet.width; x++, z += <usize>layer.outputs * PITCH) {
      const left = firstTap(side, x);
      const depth = (endTap(side, x, convnet.width) - left) * layer.inputs;
      const first = firstTap(side, y);
      const end = endTap(side, y, convnet.height);
      for (let row = first; row < end; row++) {
        const w = layer.weights + <usize>(row * side + left) * tap;
        const from = h + <usize>((y + row - reach) * convnet.width + x + left - reach) * pixel;
        const last = relu && row === end - 1;
        if (row === first) forward(w, layer.bias, from, z, depth, layer.outputs, last);
        else forwardMore(w, from, z, depth, layer.outputs, last);
      }
    }
  }
}

/** ∂K[tap] = Σ over pixels of h[pixel + tap] δ[pixel]ᵀ */
function pullWeights(convnet: Convnet, layer: Convolution, h: usize, delta: usize, turned: usize): void {
  const side = layer.side;
  const reach = side >> 1;
  const pixel = <usize>layer.inputs * PITCH;
  const tap = <usize>(layer.inputs * layer.outputs) << 2;
  for (let y = 0; y < convnet.height; y++) {
    for (let x = 0; x < convnet.width; x++, delta += <usize>layer.outputs * PITCH) {
      for (let o: usize = 0; o < <usize>layer.outputs; o++) addTo(layer.biasGradient + (o << 2), rowsSum(delta + o * PITCH));
      turn(delta, turned, layer.outputs);
      const left = firstTap(side, x);
      const rows = (endTap(side, x, convnet.width) - left) * layer.inputs;
      const end = endTap(side, y, convnet.height);
      for (let row = firstTap(side, y); row < end; row++) {
        const from = h + <usize>((y + row - reach) * convnet.width + x + left - reach) * pixel;
        const g = layer.weightGradient + <usize>(row * side + left) * tap;
        gradientOf(from, delta, turned, g, rows, layer.outputs);
      }
    }
  }
}

/** ∂h[pixel] = Σ over taps of K[−tap] δ[pixel + tap], times the slope of the units that h came out of. */
function pullInputs(convnet: Convnet, layer: Convolution, delta: usize, target: usize, mode: i32, h: usize): void {
  const side = layer.side;
  const reach = side >> 1;
  const pixel = <usize>layer.outputs * PITCH;
  const tap = (<usize>layer.outputs) << 2;
  const bytes = <usize>layer.inputs * PITCH;
  const start = target;
  for (let y = 0; y < convnet.height; y++) {
    for (let x = 0; x < convnet.width; x++, target += bytes) {
      const left = firstTap(side, x);
      const depth = (endTap(side, x, convnet.width) - left) * layer.outputs;
      const first = firstTap(side, y);
      const end = endTap(side, y, convnet.height);
      for (let row = first; row < end; row++) {
        const w = layer.reversed + <usize>(row * side + left) * tap;
        const from = delta + <usize>((y + row - reach) * convnet.width + x + left - reach) * pixel;
        let finish = row === first ? STORE : ADD;
        if (row === end - 1 && mode === RELU_SLOPE) finish = row === first ? RELU_SLOPE : ADD_RELU_SLOPE;
        backwardFrom(w, <usize>(side * side) * tap, from, target, layer.inputs, depth, finish, h + (target - start));
      }
    }
  }
  if (mode === TANH_SLOPE) {
    for (let at: usize = 0; at < target - start; at += LANES) {
      const unit = v128.load(h + at);
      const slope = f32x4.sub(f32x4.splat(1), f32x4.mul(unit, unit));
      v128.store(start + at, f32x4.mul(v128.load(start + at), slope));
    }
  }
}
