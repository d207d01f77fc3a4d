import { affineTransformer, arctanClamp, compose, coupling, softClamp } from '#flows';
import type { ScaleMap } from '#flows';
import { numberOf } from '../format.ts';
import type { Golden } from '../format.ts';
import { halves, sides } from '../masks.ts';
import type { Sides } from '../masks.ts';
import { net, shiftAndScale } from '../net.ts';
import type { Adapter, Preparation, Unknown } from '../preparation.ts';

/** FrEIA: s = c·clamp(u). Its two-sided block is two couplings, the second half kept first; then one-sided ones. */
export const clampedCouplingAdapter: Adapter = (golden) => {
  const scale = clampOf(golden);
  if ('unknown' in scale) return scale;
  const first = halves(golden, 'floor');
  if (golden.params['a.W1']) return oneSided(golden, first, scale);
  const second = sides(first.mask.map((entry) => 1 - entry));
  const blocks = [twoNets(golden, second, '2', scale), twoNets(golden, first, '1', scale)];
  return {
    map: compose(blocks.map(({ map }) => map)),
    bindings: blocks.flatMap(({ bindings }) => bindings),
  };
};

function clampOf(golden: Golden): ScaleMap | Unknown {
  const activation = golden.config['clamp_activation'];
  const bound = numberOf(golden, 'clamp');
  if (activation === 'TANH') return softClamp(bound, 1);
  // FrEIA's SIGMOID is 2σ(u) − 1 = tanh(u/2).
  if (activation === 'SIGMOID') return softClamp(bound, 0.5);
  // FrEIA rounds 2/π.
  if (activation === 'ATAN') return arctanClamp(bound, 0.636);
  return { unknown: `no clamp "${String(activation)}"` };
}

/** One net: scales first, then shifts. */
function oneSided(golden: Golden, { mask, kept, free }: Sides, scale: ScaleMap): Preparation {
  const writes = [1, 0].flatMap((parameter) => free.map((dimension): [number, number] => [dimension, parameter]));
  const built = net(golden, {
    prefix: 'a.',
    dimensions: mask.length,
    paramsPerDim: 2,
    reads: kept,
    writes,
  });
  const map = coupling({
    mask,
    conditioner: built.conditioner,
    transformer: affineTransformer({ scale }),
  });
  return { map, bindings: built.bindings };
}

function twoNets(golden: Golden, { mask, kept, free }: Sides, suffix: string, scale: ScaleMap): Preparation {
  const options = {
    dimensions: mask.length,
    paramsPerDim: 1,
    reads: kept,
    writes: free.map((i) => [i, 0] as const),
  };
  const shift = net(golden, { ...options, prefix: `t${suffix}.` });
  const { conditioner, bindings } = shiftAndScale(shift, net(golden, { ...options, prefix: `s${suffix}.` }));
  return {
    map: coupling({
      mask,
      conditioner,
      transformer: affineTransformer({ scale }),
    }),
    bindings,
  };
}
