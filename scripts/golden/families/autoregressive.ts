import * as tf from '#tf';
import type { Tensor2D } from '#tf';
import {
  affineTransformer,
  autoregressive,
  compose,
  exponential,
  flow,
  invert,
  invertTransformer,
  permutation,
  sigmoidGate,
  softplusScale,
  standardNormal,
} from '#flows';
import type { Activation, Bijection, MaskedConditioner, Transformer } from '#flows';
import { classOf, numberOf } from '../format.ts';
import type { Golden } from '../format.ts';
import { madeNet } from '../made-net.ts';
import type { MadeNetOptions } from '../made-net.ts';
import { inputTensor } from '../preparation.ts';
import type { Adapter, Binding, Unknown } from '../preparation.ts';

/** What tells one peer's affine autoregressive layer from another's; `transformer` is ours, noise → data. */
type Peer = Omit<MadeNetOptions, 'prefix' | 'dimensions'> & { transformer: Transformer };

/** Data → noise multiplies and then shifts: out = scale·x + shift, with (u, shift) for each feature. */
const scalesData = { columns: 'together', parameters: [1, 0], activation: 'tanh' } as const;

const peers: Record<string, Peer> = {
  nflows: {
    ...scalesData,
    transformer: invertTransformer(affineTransformer({ scale: softplusScale({ floor: 1e-3, ceiling: Infinity }) })),
  },
  normflows: {
    ...scalesData,
    linearFirst: true,
    transformer: invertTransformer(affineTransformer({ scale: sigmoidGate({ floor: 1e-3 }) })),
  },
  // out = (x − m)·exp(−a), all m first: the paper's own parametrisation.
  MADE: {
    columns: 'blocks',
    parameters: [0, 1],
    activation: 'relu',
    transformer: affineTransformer({ scale: exponential }),
  },
};

/** The configurations of these families do not tell the peers apart; the class in `source` does. */
function peerOf(golden: Golden): Peer | Unknown {
  const name = classOf(golden);
  const peer = peers[name.split('.')[0]!];
  if (!peer) return { unknown: `no adapter for the autoregressive layer of "${name}"` };
  const activation = golden.config['activation'] ?? golden.config['act'];
  if (activation === undefined) return peer;
  if (activation !== 'relu' && activation !== 'tanh') return { unknown: `no activation ${JSON.stringify(activation)}` };
  return { ...peer, activation: activation satisfies Activation };
}

function layerOf(golden: Golden, prefix: string, { transformer, ...net }: Peer) {
  const dimensions = numberOf(golden, 'D');
  const { conditioner, bindings } = madeNet(golden, { ...net, prefix, dimensions });
  const order = Array.from({ length: dimensions }, (_, i) => i);
  return { layer: autoregressive({ order, conditioner, transformer }), conditioner, bindings };
}

/** The net's two answers at the data side of the layer. */
function answers(conditioner: MaskedConditioner, data: Tensor2D) {
  const [shift, scale] = tf.unstack(conditioner.theta(data), 2);
  return { shift: shift!, unconstrained_scale: scale! };
}

/** Data → noise in one pass. */
export const mafAdapter: Adapter = (golden) => {
  const peer = peerOf(golden);
  if ('unknown' in peer) return peer;
  const { layer, conditioner, bindings } = layerOf(golden, '', peer);
  return { map: invert(layer), bindings, more: () => answers(conditioner, inputTensor(golden)) };
};

/** The same layer the other way: data → noise is the sequential direction. */
export const iafAdapter: Adapter = (golden) => {
  const peer = peerOf(golden);
  if ('unknown' in peer) return peer;
  if (!/Inverse/.test(classOf(golden))) return { unknown: `no inverse layer in "${classOf(golden)}"` };
  const { layer, conditioner, bindings } = layerOf(golden, '', peer);
  return {
    map: layer,
    bindings,
    more: (map) => answers(conditioner, map.forward(inputTensor(golden)).x),
  };
};

/** K times: reverse the features (or take the order that the file names), then an autoregressive layer; data → noise in the order of the list. */
export const mafFlowAdapter: Adapter = (golden) => {
  const peer = peerOf(golden);
  if ('unknown' in peer) return peer;
  const d = numberOf(golden, 'D');
  const reversed = Array.from({ length: d }, (_, i) => d - 1 - i);
  const layers: Bijection[] = [];
  const bindings: Binding[] = [];
  for (let k = 0; k < numberOf(golden, 'K'); k++) {
    const built = layerOf(golden, `${k}.`, peer);
    const named = golden.params[`${k}.perm`] ?? golden.params[`${k}.permutation`];
    layers.push(permutation(named?.data ?? reversed), invert(built.layer));
    bindings.push(...built.bindings);
  }
  return {
    map: compose(layers),
    bindings,
    more: (map) => ({ peer_log_prob: flow(standardNormal(d), invert(map)).logProb(inputTensor(golden)) }),
  };
};
