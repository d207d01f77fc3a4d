import { coupling, linearSpline, rationalQuadraticSpline } from '#flows';
import type { Interval } from '#flows';
import { numberOf } from '../format.ts';
import type { Golden } from '../format.ts';
import { nflowsMask } from '../masks.ts';
import { net } from '../net.ts';
import type { Adapter } from '../preparation.ts';
import { rowwise, rowwiseBinding, summedObjective } from '../rowwise.ts';

/** nflows: K equal bins on [0, 1], their heights a softmax with no least share. */
export const linearSplineAdapter: Adapter = (golden) => {
  const bins = numberOf(golden, 'K');
  if (golden.config['tails'])
    return { unknown: `no linear spline with tails ${JSON.stringify(golden.config['tails'])}` };
  const layer = rowwise(linearSpline({ bins, interval: [0, 1], minHeight: 0 }), [numberOf(golden, 'N'), 1]);
  return {
    map: layer.map,
    bindings: [rowwiseBinding('unnormalized_pdf', layer, { from: 0, count: bins })],
    names: { loss: 'objective' },
    loss: (map, x) => () => summedObjective(map.forward(x)),
  };
};

/** nflows: parameters for every entry; with linear tails on [−bound, bound], or free ends on [0, 1]. */
export const rationalQuadraticAdapter: Adapter = (golden) => {
  const bins = numberOf(golden, 'K');
  const tails = golden.config['tails'];
  if (tails !== null && tails !== 'linear') return { unknown: `no spline tails ${JSON.stringify(tails)}` };
  const interval: Interval = tails === 'linear' ? symmetric(numberOf(golden, 'tail_bound')) : [0, 1];
  const transformer = rationalQuadraticSpline({
    bins,
    interval,
    ends: tails === 'linear' ? 'linear' : 'free',
    minWidth: numberOf(golden, 'min_bin_width'),
    minHeight: numberOf(golden, 'min_bin_height'),
    minSlope: numberOf(golden, 'min_derivative'),
    identityAtZero: golden.config['enable_identity_init'] === true,
  });
  const layer = rowwise(transformer, [numberOf(golden, 'N'), 1]);
  const slopes = transformer.paramsPerDim - 2 * bins;
  return {
    map: layer.map,
    bindings: [
      rowwiseBinding('unnormalized_widths', layer, { from: 0, count: bins }),
      rowwiseBinding('unnormalized_heights', layer, { from: bins, count: bins }),
      ...(slopes > 0 ? [rowwiseBinding('unnormalized_derivatives', layer, { from: 2 * bins, count: slopes })] : []),
    ],
    names: { loss: 'objective' },
    loss: (map, x) => () => summedObjective(map.forward(x)),
  };
};

/** nflows: a net gives widths, heights and inner slopes of each transformed dimension, dimension by dimension. */
export const splineCouplingAdapter: Adapter = (golden) => {
  const { mask, kept, free } = nflowsMask(golden);
  const transformer = rationalQuadraticSpline({
    bins: numberOf(golden, 'K'),
    interval: symmetric(numberOf(golden, 'tail_bound')),
    gain: gainOf(golden),
    identityAtZero: golden.config['enable_identity_init'] === true,
  });
  const { paramsPerDim } = transformer;
  const parameters = Array.from({ length: paramsPerDim }, (_, parameter) => parameter);
  const writes = free.flatMap((dimension) => parameters.map((parameter) => [dimension, parameter] as const));
  const { conditioner, bindings } = net(golden, {
    prefix: 'net.',
    dimensions: mask.length,
    paramsPerDim,
    reads: kept,
    writes,
  });
  return { map: coupling({ mask, conditioner, transformer }), bindings };
};

const symmetric = (bound: number): Interval => [-bound, bound];

/** Widths and heights are divided by √(hidden units) where the peer's net says how many it has. */
function gainOf({ config }: Golden): number {
  const units = config['divide_by_sqrt'];
  return typeof units === 'number' ? 1 / Math.sqrt(units) : 1;
}
