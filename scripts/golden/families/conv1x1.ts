import * as tf from '#tf';
import { conv1x1, flattened, invert, luLinear, pixelwise } from '#flows';
import type { Bijection } from '#flows';
import { rng } from '#numerics';
import { classOf, numberOr } from '../format.ts';
import type { Golden } from '../format.ts';
import { elsewhere, everyEntry, imageShapeOf } from '../preparation.ts';
import type { Adapter, Binding, Preparation } from '../preparation.ts';
import { luBindings } from './lu-linear.ts';

/** out = W x at every pixel, W [out, in]. normflows' forward multiplies by W⁻¹. */
export const conv1x1Adapter: Adapter = (golden) => {
  if (!golden.params['W']) return pluConv1x1Adapter(golden);
  const layer = conv1x1({ shape: imageShapeOf(golden), form: 'full', rng: rng(0) });
  const weights = layer.parameters[0]!;
  return {
    map: towardsNoise(golden, flattened(layer)),
    bindings: [{ param: 'W', variable: weights, at: everyEntry(weights) }],
    more: (map) => ({ W: mixing(golden, map) }),
  };
};

/** The factors of W: Glow's, under the names of two peers, or nflows' (softplus diagonal, with a bias). */
export const pluConv1x1Adapter: Adapter = (golden) => {
  const shape = imageShapeOf(golden);
  if (golden.params['lower_entries']) {
    const layer = luLinear(shape[2], { epsilon: numberOr(golden, 'eps', 1e-3) });
    return { map: flattened(pixelwise({ shape, of: layer })), bindings: luBindings('', layer) };
  }
  const layer = conv1x1({ shape, form: 'plu', rng: rng(0) });
  const bindings = pluBindings(golden, '', layer);
  if (!bindings) return { unknown: 'another parametrisation of the PLU factors' };
  return {
    map: towardsNoise(golden, flattened(layer)),
    bindings,
    more: (map) => ({ W: mixing(golden, map) }),
  } satisfies Preparation;
};

/** Peers' names of P, L, U, the diagonal's logarithm and its signs. */
const pluNames = [
  ['P', 'w_l', 'w_u', 'w_s', 's_sign'],
  ['P', 'L', 'U', 'log_S', 'sign_S'],
] as const;

/** Full matrices of which the peer reads one triangle each. Undefined if the file has no such parameters. */
export function pluBindings(golden: Golden, prefix: string, layer: Pick<Bijection, 'parameters' | 'state'>) {
  const names = pluNames.find((candidates) => candidates.every((name) => golden.params[prefix + name]));
  if (!names) return undefined;
  const [p, l, u, logScale, sign] = names.map((name) => prefix + name) as [string, string, string, string, string];
  const [factors, [permutation, signs]] = [layer.parameters[0]!, layer.state!];
  const d = signs!.size;
  const triangle = (param: string, inside: (i: number, j: number) => boolean): Binding => ({
    param,
    variable: factors,
    at: everyEntry(factors).map((at) => (inside(Math.floor(at / d), at % d) ? at : elsewhere)),
  });
  return [
    triangle(l, (i, j) => i > j),
    triangle(u, (i, j) => i < j),
    { param: logScale, variable: factors, at: Array.from({ length: d }, (_, i) => i * (d + 1)) },
    { param: p, variable: permutation!, at: everyEntry(permutation!) },
    { param: sign, variable: signs!, at: everyEntry(signs!) },
  ];
}

/** Ours scores with W; normflows samples with W⁻¹, and files store each peer's forward. */
function towardsNoise(golden: Golden, layer: Bijection): Bijection {
  return /normflows/.test(classOf(golden)) ? layer : invert(layer);
}

/** W from the images of the unit vectors at the first pixel: its columns (or those of W⁻¹, where that is the map). */
function mixing(golden: Golden, map: Bijection): tf.Tensor {
  const [height, width, c] = imageShapeOf(golden);
  const size = height * width * c;
  const units = Float32Array.from({ length: c * size }, (_, at) => (at % (size + 1) === 0 ? 1 : 0));
  const images = map.forward(tf.tensor2d(units, [c, size])).x;
  return tf.transpose(tf.slice(images, [0, 0], [c, c]));
}
