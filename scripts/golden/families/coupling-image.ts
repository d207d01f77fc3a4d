import {
  additiveTransformer,
  affineTransformer,
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
import { nflowsMask } from '../masks.ts';
import type { Adapter, Preparation, Unknown } from '../preparation.ts';
import { nflowsScales, normflowsScales } from './coupling-affine.ts';

/** Glow's couplings, data → noise: rosinality keeps the first half, chrischute the last; both shift before they scale. */
export const imageCouplingAdapter: Adapter = (golden) => {
  const shape = imageShapeOf(golden);
  if (!golden.params['net.K1']) return { unknown: 'no adapter for a coupling of images without net.K1' };
  if (golden.params['scale']) return chrischute(golden, shape);
  if (Array.isArray(golden.config['mask'])) return nflows(golden, shape);
  if (typeof golden.config['scale_map'] === 'string') return normflows(golden, shape, golden.config['scale_map']);
  const coupling = rosinalityCoupling(golden, shape, 'net.');
  return { map: flattened(coupling.map), bindings: coupling.bindings };
};

/** First half kept; the net gives u, then t: out = (x + t)·σ(u + 2). With half as many outputs, it gives t alone: x + t. */
export function rosinalityCoupling(golden: Golden, shape: ImageShape, prefix: string) {
  const split = channelSplit(shape);
  const [reads, moved] = split.parts;
  const channels = moved[2];
  const additive = outputsOf(golden, prefix) === channels;
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

/** A mask of channels: entries > 0 mark what is transformed. The net gives shifts, then scales: out = x·exp(s) + t. */
function nflows(golden: Golden, shape: ImageShape): Preparation | Unknown {
  const split = channelSplit(shape);
  const channels = split.parts[1][2];
  const { kept, free } = nflowsMask(golden);
  const keep = kept.every((channel) => channel < channels) ? 'first' : 'second';
  const inOneHalf = [kept, free].every((side) => side.length === channels && side.at(-1)! - side[0]! === channels - 1);
  if (!inOneHalf) return { unknown: `a mask of channels that are no half, [${String(golden.config['mask'])}]` };
  const additive = outputsOf(golden, 'net.') === channels;
  const { kind = 'sigmoid2' } = golden.config as { kind?: string };
  const scale = nflowsScales[kind];
  if (!scale) return { unknown: `no scale map "${kind}"` };
  const writes = blocks(channels, additive ? [0] : [0, 1]);
  const { conditioner, bindings } = imageNet(golden, { prefix: 'net.', reads: split.parts[0], channels, writes });
  const transformer = additive ? additiveTransformer : affineTransformer({ scale });
  return { map: flattened(imageCoupling({ split, keep, conditioner, transformer })), bindings };
}

/** First half kept; shifts and scales in turn, noise → data: out = x·exp(s) + t, or divided by a gate. */
function normflows(golden: Golden, shape: ImageShape, scaleMap: string): Preparation | Unknown {
  const split = channelSplit(shape);
  const channels = split.parts[1][2];
  const additive = outputsOf(golden, 'net.') === channels;
  const scale = normflowsScales[scaleMap];
  if (!scale) return { unknown: `no scale map "${scaleMap}"` };
  const writes = inTurn(channels, additive ? [0] : [0, 1]);
  const { conditioner, bindings } = imageNet(golden, { prefix: 'net.', reads: split.parts[0], channels, writes });
  const transformer = additive ? additiveTransformer : affineTransformer({ scale });
  return { map: flattened(imageCoupling({ split, keep: 'first', conditioner, transformer })), bindings };
}

/** Channels that a net gives: as many as there are biases of its last layer. */
function outputsOf(golden: Golden, prefix: string): number | undefined {
  const last = Object.keys(golden.params)
    .filter((name) => name.startsWith(`${prefix}b`))
    .sort()
    .at(-1);
  return last === undefined ? undefined : golden.params[last]!.data.length;
}
