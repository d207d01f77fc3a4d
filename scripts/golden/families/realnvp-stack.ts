import { affineTransformer, compose, coupling, exponential, flow, standardNormal } from '#flows';
import { inputTensor } from '../preparation.ts';
import type { Adapter, Preparation } from '../preparation.ts';
import { netOrNone, shiftAndScale } from '../net.ts';

/** K masked couplings with full-width nets (a peer may leave out the scale's or the shift's), noise → data; the same points are also read as data. */
export const realNvpStackAdapter: Adapter = (golden) => {
  const masks = golden.config['masks'] as number[][];
  const layers = masks.map((mask, k): Preparation => {
    const every = mask.map((_, i) => i);
    const options = {
      dimensions: mask.length,
      paramsPerDim: 1,
      reads: every,
      writes: every.map((i) => [i, 0] as const),
    };
    const shift = netOrNone(golden, { ...options, prefix: `${k}.t.` });
    const { conditioner, bindings } = shiftAndScale(shift, netOrNone(golden, { ...options, prefix: `${k}.s.` }));
    return {
      map: coupling({
        mask,
        conditioner,
        transformer: affineTransformer({ scale: exponential }),
      }),
      bindings,
    };
  });
  return {
    map: compose(layers.map(({ map }) => map)),
    bindings: layers.flatMap(({ bindings }) => bindings),
    more: (map) => {
      const x = inputTensor(golden);
      return {
        log_prob_of_x_as_data: flow(standardNormal(masks[0]!.length), map).logProb(x),
        z_of_x_as_data: map.inverse(x).z,
      };
    },
  };
};
