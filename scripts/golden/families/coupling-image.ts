import {
  additiveTransformer,
  channelSplit,
  exponential,
  flattened,
  imageCoupling,
  rescaledTanh,
  shiftFirstAffineTransformer,
  sigmoidGate,
} from '#flows';
import type { ImageShape } from '#flows';
import type { Golden } from '../format.ts';
import { blocks, imageNet, inTurn } from '../image-net.ts';
import { everyEntry, imageShapeOf } from '../preparation.ts';
import type { Adapter, Preparation } from '../preparation.ts';

/** Glow's couplings, data → noise: rosinality keeps the first half, chrischute the last; both shift before they scale. */
export const imageCouplingAdapter: Adapter = (golden) => {
  const shape = imageShapeOf(golden);
  if (golden.params['scale']) return chrischute(golden, shape);
  if (!golden.params['net.K1']) return { unknown: 'no adapter for a coupling of images without net.K1' };
  const coupling = rosinalityCoupling(golden, shape, 'net.');
  return { map: flattened(coupling.map), bindings: coupling.bindings };
};

/** First half kept; the net gives u, then t: out = (x + t)·σ(u + 2). With half as many outputs, it gives t alone: x + t. */
export function rosinalityCoupling(golden: Golden, shape: ImageShape, prefix: string) {
  const split = channelSplit(shape);
  const [reads, moved] = split.parts;
  const channels = moved[2];
  const outputs = golden.params[`${prefix}b2`]?.data.length;
  const additive = outputs === channels;
  const { conditioner, bindings } = imageNet(golden, {
    prefix,
    reads,
    channels,
    writes: blocks(channels, additive ? [0] : [1, 0]),
  });
  const transformer = additive ? additiveTransformer : shiftFirstAffineTransformer({ scale: sigmoidGate() });
  return { map: imageCoupling({ split, keep: 'first', conditioner, transformer }), bindings };
}

/** Last half kept; the net gives s and t in turn: out = (x + t)·exp(scale_c·tanh(s)). */
function chrischute(golden: Golden, shape: ImageShape): Preparation {
  const split = channelSplit(shape);
  const [moved, reads] = split.parts;
  const channels = moved[2];
  const net = imageNet(golden, { prefix: 'net.', reads, channels, writes: inTurn(channels, [1, 0]) });
  const conditioner = rescaledTanh({ conditioner: net.conditioner, channels });
  const scale = conditioner.parameters.at(-1)!;
  const transformer = shiftFirstAffineTransformer({ scale: exponential });
  return {
    map: flattened(imageCoupling({ split, keep: 'second', conditioner, transformer })),
    bindings: [...net.bindings, { param: 'scale', variable: scale, at: everyEntry(scale) }],
  };
}
