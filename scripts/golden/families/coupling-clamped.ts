import {
  affineTransformer,
  arctanClamp,
  compose,
  coupling,
  softClamp,
  softClip,
  volumePreservingCoupling,
} from '#flows';
import * as tf from '#tf';
import type { Bijection, Conditioner, ScaleMap } from '#flows';
import { numberOf, textOr } from '../format.ts';
import type { Golden } from '../format.ts';
import { firstKept, readsOf, sides } from '../masks.ts';
import type { Sides } from '../masks.ts';
import { net, shiftAndScale } from '../net.ts';
import type { Net } from '../net.ts';
import type { Adapter, Preparation, Unknown } from '../preparation.ts';

type Layer = (options: { mask: number[]; conditioner: Conditioner; scale: ScaleMap }) => Bijection;

const affine: Layer = ({ mask, conditioner, scale }) =>
  coupling({ mask, conditioner, transformer: affineTransformer({ scale }) });

/** FrEIA: s = c·clamp(u). Its two-sided block is two couplings, the second part kept first; then one-sided ones. */
export const clampedCouplingAdapter: Adapter = (golden) => clamped(golden, affine);

/** FrEIA's GIN block: the same with s centred over the dimensions that move. */
export const volumePreservingAdapter: Adapter = (golden) => clamped(golden, volumePreservingCoupling);

function clamped(golden: Golden, layer: Layer): Preparation | Unknown {
  const scale = clampOf(golden);
  if ('unknown' in scale) return scale;
  const one = prefixOf(golden, ['a.', 'net.', 'subnet.']);
  if (one) return side(firstKept(golden, readsOf(golden, one)), (at) => oneNet(golden, at, one), scale, layer);

  const two = bothSides(golden);
  if (!two) return { unknown: `no clamped coupling with the parameters ${Object.keys(golden.params).join(', ')}` };
  const first = firstKept(golden, readsOf(golden, two.reader));
  const second = sides(first.mask.map((entry) => 1 - entry));
  const blocks = [side(second, two.build2, scale, layer), side(first, two.build1, scale, layer)];
  return {
    map: compose(blocks.map(({ map }) => map)),
    bindings: blocks.flatMap(({ bindings }) => bindings),
  };
}

type Build = (at: Sides) => Net;

/** Nets 1 (reads the first part) and 2: a pair each for scale and shift, or one each for both. */
function bothSides(golden: Golden): { reader: string; build1: Build; build2: Build } | undefined {
  const pair = prefixOf(golden, ['s1.']);
  if (pair) {
    return { reader: pair, build1: (at) => twoNets(golden, at, '1'), build2: (at) => twoNets(golden, at, '2') };
  }
  const one = prefixOf(golden, ['a1.', 'subnet1.', 'net1.', '1.']);
  const other = prefixOf(golden, ['a2.', 'subnet2.', 'net2.', '2.']);
  if (!one || !other) return undefined;
  return { reader: one, build1: (at) => oneNet(golden, at, one), build2: (at) => oneNet(golden, at, other) };
}

function side(at: Sides, build: (at: Sides) => Net, scale: ScaleMap, layer: Layer): Preparation {
  const { conditioner, bindings } = build(at);
  return { map: layer({ mask: at.mask, conditioner, scale }), bindings };
}

/** The first of these beginnings under which the file has weights. */
function prefixOf(golden: Golden, candidates: readonly string[]): string | undefined {
  return candidates.find((prefix) => golden.params[`${prefix}W1`] ?? golden.params[`${prefix}W0`]);
}

function clampOf(golden: Golden): ScaleMap | Unknown {
  const activation = textOr(golden, 'clamp_activation', 'ATAN');
  const bound = numberOf(golden, 'clamp');
  switch (activation.toUpperCase()) {
    case 'TANH':
      return softClamp(bound, 1);
    case 'SIGMOID':
      // FrEIA's SIGMOID is 2σ(u) − 1 = tanh(u/2).
      return softClamp(bound, 0.5);
    case 'ATAN':
      // FrEIA rounds 2/π.
      return arctanClamp(bound, 0.636);
    case 'SOFTSIGN':
    case 'SOFTCLIP': {
      const unit = softClip(1);
      return (u) => tf.mul(unit(u), bound);
    }
    case 'IDENTITY':
    case 'NONE':
      return (u) => tf.mul(u, bound);
    default:
      return { unknown: `no clamp "${activation}"` };
  }
}

/** One net: scales first, then shifts. */
function oneNet(golden: Golden, { mask, kept, free }: Sides, prefix: string): Net {
  const writes = [1, 0].flatMap((parameter) => free.map((dimension): [number, number] => [dimension, parameter]));
  return net(golden, { prefix, dimensions: mask.length, paramsPerDim: 2, reads: kept, writes });
}

function twoNets(golden: Golden, { mask, kept, free }: Sides, suffix: string): Net {
  const options = {
    dimensions: mask.length,
    paramsPerDim: 1,
    reads: kept,
    writes: free.map((i) => [i, 0] as const),
  };
  const shift = net(golden, { ...options, prefix: `t${suffix}.` });
  return shiftAndScale(shift, net(golden, { ...options, prefix: `s${suffix}.` }));
}
