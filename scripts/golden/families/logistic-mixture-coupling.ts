import {
  chainTransformers,
  channelSplit,
  convnet,
  flattened,
  imageCoupling,
  invert,
  invertTransformer,
  logisticFamily,
  mixtureCdf,
  shiftFirstAffineTransformer,
  softClamp,
} from '#flows';
import { rng } from '#numerics';
import { arrayOf, numberOf } from '../format.ts';
import { activationOf } from '../net.ts';
import { everyEntry, imageShapeOf } from '../preparation.ts';
import type { Adapter, Binding } from '../preparation.ts';

/** chrischute's Flow++ coupling: the last half of the channels is kept; out = (logit F(x) + b)·exp(tanh a). */
export const logisticMixtureCouplingAdapter: Adapter = (golden) => {
  const [height, width, channels] = imageShapeOf(golden);
  const components = numberOf(golden, 'K');
  const clamp = softClamp(1, 1);
  const transformer = chainTransformers([
    invertTransformer(shiftFirstAffineTransformer({ scale: clamp })),
    mixtureCdf({ family: logisticFamily, components, spread: 0, logScale: clamp }),
  ]);
  const layers: number[] = [];
  for (let i = 1; golden.params[`net.K${i}`]; i++) layers.push(i);
  const kernels = layers.map((i) => arrayOf(golden, 'params', `net.K${i}`).shape as [number, number, number, number]);
  const conditioner = convnet({
    shape: [height, width, channels / 2],
    channels: channels / 2,
    paramsPerDim: transformer.paramsPerDim,
    hidden: kernels.slice(0, -1).map((shape) => shape[3]),
    kernels: kernels.map(([side]) => side),
    activation: activationOf(golden) ?? 'tanh',
    gain: 'none',
    rng: rng(0),
  });
  const coupling = imageCoupling({
    split: channelSplit([height, width, channels]),
    keep: 'second',
    conditioner,
    transformer,
  });

  // The peer gives scale, then shift; ours is shift, then scale.
  const p = transformer.paramsPerDim;
  const column = (k: number) => k - (k % p) + ([1, 0][k % p] ?? k % p);
  const bindings = layers.flatMap((index, layer): Binding[] => {
    const [weights, bias] = [conditioner.parameters[2 * layer]!, conditioner.parameters[2 * layer + 1]!];
    const out = bias.size;
    const place = layer === layers.length - 1 ? (k: number) => k - (k % out) + column(k % out) : (k: number) => k;
    return [
      { param: `net.K${index}`, variable: weights, at: everyEntry(weights).map(place) },
      { param: `net.b${index}`, variable: bias, at: everyEntry(bias).map(place) },
    ];
  });
  return { map: invert(flattened(coupling)), bindings };
};
