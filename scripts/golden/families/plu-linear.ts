import * as tf from '#tf';
import { invert, pluLinear } from '#flows';
import { arrayOf, numberOf } from '../format.ts';
import { elsewhere, everyEntry } from '../preparation.ts';
import type { Adapter, Binding } from '../preparation.ts';

/** normflows: out = x W, W = P L (U + diag(sign·exp(log_S))), full matrices of which it reads one triangle each. */
export const pluLinearAdapter: Adapter = (golden) => {
  const d = numberOf(golden, 'D');
  const entries = arrayOf(golden, 'params', 'P').data;
  const order = Array.from({ length: d }, (_, i) => entries.slice(i * d, (i + 1) * d).indexOf(1));
  const layer = pluLinear({ order, signs: arrayOf(golden, 'params', 'sign_S').data });
  const factors = layer.parameters[0]!;
  const triangle = (param: string, inside: (i: number, j: number) => boolean): Binding => ({
    param,
    variable: factors,
    at: everyEntry(factors).map((at) => (inside(Math.floor(at / d), at % d) ? at : elsewhere)),
  });
  return {
    map: invert(layer),
    bindings: [
      triangle('L', (i, j) => i > j),
      triangle('U', (i, j) => i < j),
      { param: 'log_S', variable: factors, at: Array.from({ length: d }, (_, i) => i * (d + 1)) },
    ],
    // The images of the unit vectors are the rows of W.
    more: (map) => ({
      W: map.forward(
        tf.tensor2d(
          Float32Array.from({ length: d * d }, (_, at) => (at % (d + 1) === 0 ? 1 : 0)),
          [d, d],
        ),
      ).x,
    }),
  };
};
