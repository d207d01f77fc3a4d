import * as tf from '#tf';
import { permutation } from '#flows';
import { arrayOf, numberOf } from '../format.ts';
import { inputTensor } from '../preparation.ts';
import type { Adapter } from '../preparation.ts';

/** out[:, i] = x[:, perm[i]], and two fixed orders: reversed, and the first half moved behind the rest. */
export const permutationAdapter: Adapter = (golden) => {
  const d = numberOf(golden, 'D');
  const places = Array.from({ length: d }, (_, i) => i);
  const half = Math.floor(d / 2);
  return {
    map: permutation(arrayOf(golden, 'params', 'perm').data),
    bindings: [],
    more: (map) => {
      const x = inputTensor(golden);
      return {
        inverse_permutation: map.inverse(tf.tensor2d([places])).z,
        reverse_out: permutation(places.toReversed()).forward(x).x,
        normflows_swap_out: permutation([...places.slice(half), ...places.slice(0, half)]).forward(x).x,
      };
    },
  };
};
