import { actnorm, affineTransformer, compose, coupling, flow, invert, luLinear, standardNormal } from '#flows';
import { numberOf, numberOr } from '../format.ts';
import { sides } from '../masks.ts';
import { net } from '../net.ts';
import { everyEntry, inputTensor } from '../preparation.ts';
import type { Adapter, Preparation } from '../preparation.ts';
import { nflowsScales } from './coupling-affine.ts';
import { luBindings } from './lu-linear.ts';

/** nflows: K blocks of actnorm, LU linear and affine coupling, data → noise in the order of the list. */
export const compositeAdapter: Adapter = (golden) => {
  const d = numberOf(golden, 'D');
  const scale = nflowsScales[String(golden.config['scale'])];
  if (!scale) return { unknown: `no scale map "${String(golden.config['scale'])}"` };

  const block = (k: number): Preparation[] => {
    const norm = actnorm(d);
    const [logScale, shift] = norm.parameters;
    const linear = luLinear(d, { epsilon: numberOr(golden, 'eps', 1e-3) });
    const { mask, kept, free } = sides(Array.from({ length: d }, (_, i) => ((i + k) % 2 === 0 ? 1 : 0)));
    const writes = [0, 1].flatMap((parameter) => free.map((dimension): [number, number] => [dimension, parameter]));
    const built = net(golden, {
      prefix: `${k}.net.`,
      dimensions: d,
      paramsPerDim: 2,
      reads: kept,
      writes,
    });
    return [
      {
        map: norm,
        bindings: [
          {
            param: `${k}.actnorm.log_scale`,
            variable: logScale!,
            at: everyEntry(logScale!),
          },
          {
            param: `${k}.actnorm.shift`,
            variable: shift!,
            at: everyEntry(shift!),
          },
        ],
      },
      { map: linear, bindings: luBindings(`${k}.lu.`, linear) },
      {
        map: coupling({
          mask,
          conditioner: built.conditioner,
          transformer: affineTransformer({ scale }),
        }),
        bindings: built.bindings,
      },
    ];
  };
  const layers = Array.from({ length: numberOf(golden, 'K') }, (_, k) => block(k)).flat();
  return {
    map: compose(layers.map(({ map }) => map)),
    bindings: layers.flatMap(({ bindings }) => bindings),
    more: (map) => ({
      peer_log_prob: flow(standardNormal(d), invert(map)).logProb(inputTensor(golden)),
    }),
  };
};
