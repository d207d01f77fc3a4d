/**
 * The network of a vector field at a given time, and its divergence by forward tangents τ of all dimensions, on one shard:
 * h ← φ(Wᵀh + b),  τ ← φ′∘Wᵀτ,  div = Σᵢ (W_lastᵀ τⁱ)ᵢ.
 */
import { pullTime, settle } from './field-time';
import { STORE, backward, dots, forward, gradient } from './gemm';
import { LANES, PITCH, addTo, madd, rowsSum } from './lanes';
import { FieldLayer, Ode } from './records';
import { sigmoid, softplus, tanh } from './elementary';

@inline
function layerAt(ode: Ode, i: i32): FieldLayer {
  return changetype<FieldLayer>(changetype<usize>(ode) + offsetof<Ode>() + <usize>i * offsetof<FieldLayer>());
}

/** Of dimension i at this layer, [outputs][64]. */
@inline
function tangentOf(layer: FieldLayer, i: i32): usize {
  return layer.tangents + <usize>(i * layer.outputs) * PITCH;
}

/** In place h = φ(u), and beside it φ′(u). */
function activate(smooth: i32, h: usize, slopes: usize, features: i32): void {
  const bytes = (<usize>features) * PITCH;
  if (smooth !== 0) {
    for (let at: usize = 0; at < bytes; at += LANES) {
      const u = v128.load(h + at);
      v128.store(h + at, softplus(u));
      v128.store(slopes + at, sigmoid(u));
    }
    return;
  }
  const one = f32x4.splat(1);
  for (let at: usize = 0; at < bytes; at += LANES) {
    const y = tanh(v128.load(h + at));
    v128.store(h + at, y);
    v128.store(slopes + at, f32x4.sub(one, f32x4.mul(y, y)));
  }
}

/** v at `target`; with `traced`, the divergence, too. All that `pullField` needs stays in the layers. */
export function evaluateField(ode: Ode, d: i32, z: usize, t: f32, traced: bool, target: usize): void {
  const last = ode.layers - 1;
  let h = z;
  for (let l = 0; l <= last; l++) {
    const layer = layerAt(ode, l);
    settle(layer, t);
    const out = l === last ? target : layer.activations;
    forward(layer.weightsNow, layer.biasNow, h, out, layer.inputs, layer.outputs, false);
    if (l < last) activate(ode.smooth, out, layer.slopes, layer.outputs);
    h = out;
  }
  if (!traced) return;
  memory.fill(ode.divergence, 0, PITCH);
  for (let i = 0; i < d; i++) {
    for (let l = 0; l < last; l++) pushTangent(ode, l, i);
    addDiagonal(ode, last, i, d);
  }
}

function pushTangent(ode: Ode, l: i32, i: i32): void {
  const layer = layerAt(ode, l);
  const target = tangentOf(layer, i);
  const bytes = (<usize>layer.outputs) * PITCH;
  if (l > 0) {
    const source = tangentOf(layerAt(ode, l - 1), i);
    forward(layer.weightsNow, 0, source, target, layer.inputs, layer.outputs, false);
    for (let at: usize = 0; at < bytes; at += LANES) {
      v128.store(target + at, f32x4.mul(v128.load(target + at), v128.load(layer.slopes + at)));
    }
    return;
  }
  // The first layer meets a unit vector: row i of its weights.
  let weight = layer.weightsNow + (<usize>(i * layer.outputs) << 2);
  for (let at: usize = 0; at < bytes; at += PITCH, weight += 4) {
    const w = v128.load32_splat(weight);
    for (let lane = at; lane < at + PITCH; lane += LANES) {
      v128.store(target + lane, f32x4.mul(w, v128.load(layer.slopes + lane)));
    }
  }
}

/** Output i of the last layer for tangent i. */
function addDiagonal(ode: Ode, last: i32, i: i32, d: i32): void {
  const layer = layerAt(ode, last);
  let weight = layer.weightsNow + ((<usize>i) << 2);
  if (last === 0) {
    const w = v128.load32_splat(weight + (<usize>(i * d) << 2));
    for (let at: usize = 0; at < PITCH; at += LANES) {
      v128.store(ode.divergence + at, f32x4.add(v128.load(ode.divergence + at), w));
    }
    return;
  }
  const tangents = tangentOf(layerAt(ode, last - 1), i);
  for (let at: usize = 0; at < PITCH; at += LANES) {
    let sum = v128.load(ode.divergence + at);
    let w = weight;
    let place = tangents + at;
    for (let j = 0; j < layer.inputs; j++, w += (<usize>d) << 2, place += PITCH) {
      sum = madd(v128.load32_splat(w), v128.load(place), sum);
    }
    v128.store(ode.divergence + at, sum);
  }
}

/** After `evaluateField` at the same place: ∂z at `target` from the cotangents of v and of the divergence, and the parameters' part. */
export function pullField(ode: Ode, d: i32, z: usize, t: f32, traced: bool, target: usize): void {
  const last = ode.layers - 1;
  let delta = ode.ofSlope;
  let next = ode.hidden;
  for (let l = last; l >= 0; l--) {
    const layer = layerAt(ode, l);
    if (layer.timed !== 0) {
      if (layer.timed === 2) memory.fill(layer.weightsNowGradient, 0, <usize>(layer.inputs * layer.outputs) << 2);
      memory.fill(layer.biasNowGradient, 0, (<usize>layer.outputs) << 2);
    }
    const below = l === 0 ? z : layerAt(ode, l - 1).activations;
    gradient(below, delta, layer.weightsNowGradient, layer.biasNowGradient, layer.inputs, layer.outputs, ode.turned);
    if (traced) {
      for (let i = 0; i < d; i++) {
        if (l === last) pullDiagonal(ode, l, i, d);
        else pullTangent(ode, l, i);
      }
    }
    backward(layer.weightsNow, delta, l === 0 ? target : next, layer.inputs, layer.outputs, STORE, 0);
    pullTime(layer, t);
    if (l === 0) return;
    pullActivation(ode, l - 1, d, next, traced);
    delta = next;
    next = next === ode.hidden ? ode.otherHidden : ode.hidden;
  }
}

/** The last layer, for tangent i: ∂τ = ∂div·w, ∂w = Σ ∂div·τ with the column w that makes output i. */
function pullDiagonal(ode: Ode, last: i32, i: i32, d: i32): void {
  const layer = layerAt(ode, last);
  const row = (<usize>d) << 2;
  const column = (<usize>i) << 2;
  if (last === 0) {
    addTo(layer.weightsNowGradient + column + (<usize>i) * row, rowsSum(ode.ofDivergence));
    return;
  }
  const below = layerAt(ode, last - 1);
  dots(ode.ofDivergence, tangentOf(below, i), layer.inputs, layer.weightsNowGradient + column, row);
  let weight = layer.weightsNow + column;
  let to = below.ofTangents + <usize>(i * below.outputs) * PITCH;
  for (let j = 0; j < layer.inputs; j++, weight += row, to += PITCH) {
    const w = v128.load32_splat(weight);
    for (let at: usize = 0; at < PITCH; at += LANES) {
      v128.store(to + at, f32x4.mul(w, v128.load(ode.ofDivergence + at)));
    }
  }
}

/** A hidden layer, for tangent i, from the cotangent of Wᵀτ. */
function pullTangent(ode: Ode, l: i32, i: i32): void {
  const layer = layerAt(ode, l);
  const from = layer.ofTangents + <usize>(i * layer.outputs) * PITCH;
  if (l > 0) {
    const below = layerAt(ode, l - 1);
    gradient(tangentOf(below, i), from, layer.weightsNowGradient, 0, layer.inputs, layer.outputs, ode.turned);
    const to = below.ofTangents + <usize>(i * below.outputs) * PITCH;
    backward(layer.weightsNow, from, to, layer.inputs, layer.outputs, STORE, 0);
    return;
  }
  const row = layer.weightsNowGradient + (<usize>(i * layer.outputs) << 2);
  for (let j = 0; j < layer.outputs; j++) addTo(row + ((<usize>j) << 2), rowsSum(from + (<usize>j) * PITCH));
}

/**
 * Through h = φ(u) and τⁱ = φ′(u)∘aⁱ: ∂a = φ′·∂τ, ∂u = φ′·∂h + φ″ Σᵢ aⁱ·∂τⁱ. For tanh φ″a = −2hτ, for softplus φ″a = (1 − φ′)τ.
 * `cotangent` holds ∂h and receives ∂u; ∂a takes the place of ∂τ.
 */
function pullActivation(ode: Ode, l: i32, d: i32, cotangent: usize, traced: bool): void {
  const layer = layerAt(ode, l);
  const bytes = (<usize>layer.outputs) * PITCH;
  const one = f32x4.splat(1);
  for (let at: usize = 0; at < bytes; at += LANES) {
    const slope = v128.load(layer.slopes + at);
    let ofU = f32x4.mul(slope, v128.load(cotangent + at));
    if (traced) {
      let sum = f32x4.splat(0);
      let offset = at;
      for (let i = 0; i < d; i++, offset += bytes) {
        const ofTangent = v128.load(layer.ofTangents + offset);
        sum = f32x4.add(sum, f32x4.mul(v128.load(layer.tangents + offset), ofTangent));
        v128.store(layer.ofTangents + offset, f32x4.mul(slope, ofTangent));
      }
      const h = v128.load(layer.activations + at);
      const bend = ode.smooth !== 0 ? f32x4.sub(one, slope) : f32x4.mul(h, f32x4.splat(-2));
      ofU = f32x4.add(ofU, f32x4.mul(bend, sum));
    }
    v128.store(cotangent + at, ofU);
  }
}
