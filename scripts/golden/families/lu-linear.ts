import * as tf from '#tf';
import { luLinear } from '#flows';
import type { Bijection } from '#flows';
import { numberOf, numberOr } from '../format.ts';
import { everyEntry } from '../preparation.ts';
import type { Adapter, Binding } from '../preparation.ts';
import { pluLinearAdapter } from './plu-linear.ts';

/** out = L U x + bias. nflows lists the entries of L and U row by row; ours stand in one packed matrix. */
export function luBindings(prefix: string, layer: Bijection): Binding[] {
  const [factors, bias] = layer.parameters;
  const d = bias!.size;
  const where = (wanted: (i: number, j: number) => boolean) =>
    everyEntry(factors!).filter((at) => wanted(Math.floor(at / d), at % d));
  return [
    {
      param: `${prefix}lower_entries`,
      variable: factors!,
      at: where((i, j) => i > j),
    },
    {
      param: `${prefix}upper_entries`,
      variable: factors!,
      at: where((i, j) => i < j),
    },
    {
      param: `${prefix}unconstrained_upper_diag`,
      variable: factors!,
      at: where((i, j) => i === j),
    },
    { param: `${prefix}bias`, variable: bias!, at: everyEntry(bias!) },
  ];
}

export const luLinearAdapter: Adapter = (golden) => {
  if (golden.params['sign_S']) return pluLinearAdapter(golden);
  if (!golden.params['unconstrained_upper_diag']) return { unknown: 'another parametrisation of the LU factors' };
  const d = numberOf(golden, 'D');
  const map = luLinear(d, { epsilon: numberOr(golden, 'eps', 1e-3) });
  const eye = tf.tensor2d(
    Float32Array.from({ length: d * d }, (_, at) => (at % (d + 1) === 0 ? 1 : 0)),
    [d, d],
  );
  return {
    map,
    bindings: luBindings('', map),
    // The images of the unit vectors, less the image of 0, are the columns of W; the same way back for W⁻¹.
    more: (layer) => {
      const origin = tf.zeros([1, d]) as tf.Tensor2D;
      const W = tf.transpose<tf.Tensor2D>(tf.sub(layer.forward(eye).x, layer.forward(origin).x));
      return {
        W,
        ...factorsOf(W),
        W_inverse: tf.transpose(tf.sub(layer.inverse(eye).z, layer.inverse(origin).z)),
      };
    },
  };
};

/** W = LU with ones on the diagonal of L; without row exchanges there is one such pair. */
function factorsOf(W: tf.Tensor2D): { L: tf.Tensor2D; U: tf.Tensor2D } {
  const upper = W.arraySync();
  const lower = upper.map((row, i) => row.map((_, j): number => (i === j ? 1 : 0)));
  upper.forEach((pivotRow, k) => {
    for (let i = k + 1; i < upper.length; i++) {
      const factor = upper[i]![k]! / pivotRow[k]!;
      lower[i]![k] = factor;
      upper[i] = upper[i]!.map((value, j) => value - factor * pivotRow[j]!);
    }
  });
  return { L: tf.tensor2d(lower), U: tf.tensor2d(upper) };
}
