import {
  autoregressive,
  coupling,
  invert,
  invertTransformer,
  linearSpline,
  quadraticSpline,
  rationalQuadraticSpline,
  softClip,
} from '#flows';
import type { Interval, Transformer } from '#flows';
import { arrayOf, classOf, numberOf, numberOr } from '../format.ts';
import type { Golden } from '../format.ts';
import { madeNet } from '../made-net.ts';
import { nflowsMask } from '../masks.ts';
import { activationOf, net } from '../net.ts';
import type { Adapter, Preparation, Unknown } from '../preparation.ts';
import { rowwise, rowwiseBinding, sizesOf, summedObjective } from '../rowwise.ts';

/** nflows: K equal bins, their heights a softmax with no least share. */
export const linearSplineAdapter: Adapter = (golden) => {
  const transformer = linearOf(golden);
  if ('unknown' in transformer) return transformer;
  const layer = rowwise(transformer, sizesOf(golden));
  return {
    map: layer.map,
    bindings: [rowwiseBinding('unnormalized_pdf', layer, { from: 0, count: binsOf(golden) })],
    ...objectiveOf(golden),
  };
};

/** nflows: widths and heights for every entry; with linear tails there are two heights fewer. */
export const quadraticSplineAdapter: Adapter = (golden) => {
  const transformer = quadraticOf(golden);
  if ('unknown' in transformer) return transformer;
  const bins = binsOf(golden);
  const layer = rowwise(transformer, sizesOf(golden));
  return {
    map: layer.map,
    bindings: [
      rowwiseBinding(nameOf(golden, 'widths'), layer, { from: 0, count: bins }),
      rowwiseBinding(nameOf(golden, 'heights'), layer, { from: bins, count: transformer.paramsPerDim - bins }),
    ],
    ...objectiveOf(golden),
  };
};

/** Parameters for every entry. nflows: with linear tails on [−bound, bound], or free ends on [0, 1]; zuko: see `softClipped`. */
export const rationalQuadraticAdapter: Adapter = (golden) => {
  const transformer = rationalQuadraticOf(golden);
  if ('unknown' in transformer) return transformer;
  const bins = binsOf(golden);
  const layer = rowwise(transformer, sizesOf(golden));
  const slopes = transformer.paramsPerDim - 2 * bins;
  return {
    map: layer.map,
    bindings: [
      rowwiseBinding(nameOf(golden, 'widths'), layer, { from: 0, count: bins }),
      rowwiseBinding(nameOf(golden, 'heights'), layer, { from: bins, count: bins }),
      ...(slopes > 0 ? [rowwiseBinding(nameOf(golden, 'derivatives'), layer, { from: 2 * bins, count: slopes })] : []),
    ],
    ...objectiveOf(golden),
  };
};

/** The 1-D files' objective, where the file has it; the negative log-likelihood elsewhere. */
function objectiveOf({ outputs }: Golden): Partial<Preparation> {
  if (!outputs['objective']) return {};
  return { names: { loss: 'objective' }, loss: (map, x) => () => summedObjective(map.forward(x)) };
}

const nameOf = ({ params }: Golden, name: string) => (params[name] ? name : `unnormalized_${name}`);

/** nflows: a net gives the numbers of each transformed dimension together, dimension by dimension. */
export const splineCouplingAdapter: Adapter = (golden) => {
  const transformer = splineOf(golden);
  if ('unknown' in transformer) return transformer;
  const { mask, kept, free } = nflowsMask(golden);
  const { paramsPerDim } = transformer;
  const writes = free.flatMap((dimension) => parametersOf(transformer).map((which) => [dimension, which] as const));
  const { conditioner, bindings } = net(golden, {
    prefix: 'net.',
    dimensions: mask.length,
    paramsPerDim,
    reads: kept,
    writes,
  });
  return { map: coupling({ mask, conditioner, transformer }), bindings };
};

/** nflows: a masked net gives the numbers of each dimension together; data → noise applies the spline itself. */
export const splineAutoregressiveAdapter: Adapter = (golden) => {
  const transformer = splineOf(golden);
  if ('unknown' in transformer) return transformer;
  const dimensions = numberOf(golden, 'D');
  const { conditioner, bindings } = madeNet(golden, {
    prefix: (golden.params['net.W0'] ?? golden.params['net.initial.W']) ? 'net.' : '',
    dimensions,
    parameters: parametersOf(transformer),
    columns: 'together',
    activation: activationOf(golden) ?? 'tanh',
  });
  const order = Array.from({ length: dimensions }, (_, i) => i);
  const layer = autoregressive({ order, conditioner, transformer: invertTransformer(transformer) });
  return { map: /Inverse/.test(classOf(golden)) ? layer : invert(layer), bindings };
};

/** Which spline is meant, by the names that the file gives it. */
function splineOf(golden: Golden): Transformer | Unknown {
  const names = [golden.case, golden.config['kind'], golden.config['spline'], classOf(golden)].join(' ');
  if (/rational|rq/i.test(names)) return rationalQuadraticOf(golden);
  if (/quadratic/i.test(names)) return quadraticOf(golden);
  if (/cubic/i.test(names)) return { unknown: 'no cubic spline' };
  return /linear/i.test(names) ? linearOf(golden) : rationalQuadraticOf(golden);
}

function linearOf(golden: Golden): Transformer | Unknown {
  const interval = intervalOf(golden);
  return 'unknown' in interval
    ? interval
    : linearSpline({ bins: binsOf(golden), interval: interval.ends, minHeight: 0 });
}

function rationalQuadraticOf(golden: Golden): Transformer | Unknown {
  if (/zuko/i.test(classOf(golden))) return softClipped(golden);
  const interval = intervalOf(golden);
  if ('unknown' in interval) return interval;
  return rationalQuadraticSpline({
    bins: binsOf(golden),
    interval: interval.ends,
    ends: interval.linear ? 'linear' : 'free',
    minWidth: numberOr(golden, 'min_bin_width', 1e-3),
    minHeight: numberOr(golden, 'min_bin_height', 1e-3),
    minSlope: numberOr(golden, 'min_derivative', 1e-3),
    gain: gainOf(golden),
    identityAtZero: golden.config['enable_identity_init'] === true,
  });
}

/** nflows: a least slope that it calls min_bin_height, and ends that count half of what they should. */
function quadraticOf(golden: Golden): Transformer | Unknown {
  const interval = intervalOf(golden);
  if ('unknown' in interval) return interval;
  return quadraticSpline({
    bins: binsOf(golden),
    interval: interval.ends,
    ends: interval.linear ? 'linear' : 'free',
    minWidth: numberOr(golden, 'min_bin_width', 1e-3),
    minSlope: numberOr(golden, 'min_bin_height', 1e-3),
    endWeight: 0.25,
  });
}

/** zuko's MonotonicRQSTransform: soft-clipped numbers become shares and log-slopes; no least width. */
function softClipped(golden: Golden): Transformer {
  const bound = numberOr(golden, 'bound', 5);
  const reach = -Math.log(numberOr(golden, 'slope', 1e-3));
  return rationalQuadraticSpline({
    bins: binsOf(golden),
    interval: [-bound, bound],
    minWidth: 0,
    minHeight: 0,
    shares: softClip(reach / 2),
    logSlopes: softClip(reach),
  });
}

/** Linear tails outside [−bound, bound]; without tails the unit interval, or the one that the file names. */
function intervalOf(golden: Golden): { ends: Interval; linear: boolean } | Unknown {
  const { tails, tail_bound: bound } = golden.config;
  if (tails === 'linear' || (tails === undefined && bound !== undefined)) {
    const reach = numberOr(golden, 'tail_bound', 1);
    return { ends: [-reach, reach], linear: true };
  }
  if (tails !== null && tails !== undefined) return { unknown: `no spline tails ${JSON.stringify(tails)}` };
  return { ends: [numberOr(golden, 'left', 0), numberOr(golden, 'right', 1)], linear: false };
}

/** How many bins: said in the file, or seen in a parameter. */
function binsOf(golden: Golden): number {
  const name = ['K', 'num_bins', 'bins'].find((candidate) => golden.config[candidate] !== undefined);
  if (name) return numberOf(golden, name);
  return arrayOf(golden, 'params', nameOf(golden, 'widths')).shape.at(-1)!;
}

const parametersOf = ({ paramsPerDim }: Transformer) => Array.from({ length: paramsPerDim }, (_, which) => which);

/** Widths and heights are divided by √(hidden units) where the peer's net says how many it has. */
function gainOf({ config }: Golden): number {
  const units = config['divide_by_sqrt'];
  if (units === true && typeof config['hidden'] === 'number') return 1 / Math.sqrt(config['hidden']);
  return typeof units === 'number' ? 1 / Math.sqrt(units) : 1;
}
