import * as tf from '#tf';
import type { Tensor1D, Tensor2D } from '#tf';
import type { VelocityAndDivergence, VelocityAndTangent } from '../types.ts';
import { closedDivergence } from './closed-divergence.ts';
import type { FieldActivation } from './spec.ts';
import type { LayerAtTime } from './field-layer.ts';

export const fieldActivations: readonly FieldActivation[] = ['tanh', 'softplus'];

/** A field's network at a given time, layer by layer; the last has no activation. */
export type NetworkAtTime = { readonly layers: readonly LayerAtTime[]; readonly activation: FieldActivation };

/** v, and the slopes g = φ′ of the hidden layers' activations at every unit, for those who ask. */
function propagate({ layers, activation }: NetworkAtTime, z: Tensor2D): { v: Tensor2D; slopes: () => Tensor2D[] } {
  const slopes: (() => Tensor2D)[] = [];
  let h = z;
  for (const layer of layers.slice(0, -1)) {
    if (activation === 'tanh') {
      const y = plain(layer) ? tf.dense(h, layer.weights, layer.bias, 'tanh') : tf.tanh(affine(layer, h));
      slopes.push(() => tf.sub(1, tf.square(y)));
      h = y;
    } else {
      const u = affine(layer, h);
      slopes.push(() => tf.sigmoid(u));
      h = tf.softplus(u);
    }
  }
  return { v: affine(layers.at(-1)!, h), slopes: () => slopes.map((slope) => slope()) };
}

export function velocity(network: NetworkAtTime, z: Tensor2D): Tensor2D {
  return propagate(network, z).v;
}

/** v and J·tangent. */
export function velocityAndTangent(network: NetworkAtTime, z: Tensor2D, tangent: Tensor2D): VelocityAndTangent {
  const { v, slopes } = propagate(network, z);
  return { v, jv: pushTangent(network, slopes(), tangent) };
}

/** v and tr J: in closed form up to three hidden layers, else from a tangent for every dimension. */
export function velocityAndDivergence(network: NetworkAtTime, z: Tensor2D): VelocityAndDivergence {
  const { v, slopes: at } = propagate(network, z);
  const slopes = at();
  const closed = network.layers.every(plain)
    ? closedDivergence(
        network.layers.map(({ weights }) => weights),
        slopes,
        z,
      )
    : undefined;
  return { v, div: closed ?? divergenceByTangents(network, slopes, z) };
}

/** Σᵢ (J eᵢ)ᵢ */
function divergenceByTangents(network: NetworkAtTime, slopes: readonly Tensor2D[], z: Tensor2D): Tensor1D {
  const [n, d] = z.shape;
  const diagonal = Array.from({ length: d }, (_, i) => {
    const direction = tf.tensor2d(
      Float32Array.from({ length: n * d }, (_unused, at) => (at % d === i ? 1 : 0)),
      [n, d],
    );
    return tf.reshape(tf.slice(pushTangent(network, slopes, direction), [0, i], [n, 1]), [n]) as Tensor1D;
  });
  return diagonal.length === 1 ? diagonal[0]! : tf.addN(diagonal);
}

function pushTangent({ layers }: NetworkAtTime, slopes: readonly Tensor2D[], tangent: Tensor2D): Tensor2D {
  return layers.reduce((dh, { weights, gate }, i) => {
    const du: Tensor2D = tf.matMul(dh, weights);
    const moved = gate ? tf.mul<Tensor2D>(du, gate) : du;
    return i < slopes.length ? tf.mul<Tensor2D>(moved, slopes[i]!) : moved;
  }, tangent);
}

function affine(layer: LayerAtTime, h: Tensor2D): Tensor2D {
  if (plain(layer)) return tf.dense(h, layer.weights, layer.bias);
  const product = tf.matMul<Tensor2D>(h, layer.weights);
  return tf.add(layer.gate ? tf.mul(product, layer.gate) : product, layer.bias);
}

const plain = ({ gate, bias }: LayerAtTime): boolean => !gate && bias.rank === 1;
