import {
  affineTransformer,
  elementwise,
  exponentialMap,
  hyperbolicTangent,
  invert,
  leakyRelu,
  sigmoid,
  softClip,
} from '#flows';
import type { Transformer } from '#flows';
import { arrayOf, numberOf } from '../format.ts';
import type { Golden } from '../format.ts';
import type { Adapter, Preparation } from '../preparation.ts';
import { rowwise, rowwiseBinding } from '../rowwise.ts';

const numberOr = (golden: Golden, name: string, otherwise: number) =>
  golden.config[name] === undefined ? otherwise : numberOf(golden, name);

/** nflows' temperature and eps. */
const sigmoidOf = (golden: Golden): Transformer =>
  sigmoid({ temperature: numberOr(golden, 'temperature', 1), margin: numberOr(golden, 'eps', 1e-6) });

/** Curves without parameters, by nflows' names. */
const curves: Record<string, ((golden: Golden) => Transformer) | undefined> = {
  exp: () => exponentialMap,
  leaky_relu: (golden) => leakyRelu({ slope: numberOf(golden, 'negative_slope') }),
  sigmoid: sigmoidOf,
  logit: sigmoidOf,
  tanh: () => hyperbolicTangent,
};

export const monotoneAdapter: Adapter = (golden) => {
  const kind = String(golden.config['kind']);
  if (kind === 'affine' && golden.params['scale']) return softClippedAffine(golden);
  const curve = curves[kind];
  if (!curve) return { unknown: `no elementwise map "${kind}"` };
  const map = elementwise({ transformer: curve(golden), dimensions: numberOf(golden, 'D') });
  return { map: kind === 'logit' ? invert(map) : map, bindings: [] };
};

/** zuko: a shift and a soft-clipped log-scale for every entry of x; its least slope is 1e-3 where the file names none. */
function softClippedAffine(golden: Golden): Preparation {
  const [n, d] = arrayOf(golden, 'inputs', 'x').shape as [number, number];
  const transformer = affineTransformer({ scale: softClip(-Math.log(numberOr(golden, 'slope', 1e-3))) });
  const layer = rowwise(transformer, [n, d]);
  return {
    map: layer.map,
    bindings: ['shift', 'scale'].map((param, from) => rowwiseBinding(param, layer, { from, count: 1 })),
  };
}
