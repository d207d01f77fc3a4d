import * as tf from '#tf';
import type { Tensor, Tensor2D } from '#tf';
import { bitsPerDim, explainLogProb, flow, logit, standardNormal, uniformDequantizer } from '#flows';
import { rng } from '#numerics';
import type { Rng } from '#numerics';
import { arrayOf, numberOf } from '../format.ts';
import type { Golden } from '../format.ts';
import type { Adapter } from '../preparation.ts';

/** Uniform dequantization with the file's own noise, and the logit. The peers speak of v = y/levels, our layer of y. */
export const dequantizeLogitAdapter: Adapter = (golden) => {
  const levels = numberOf(golden, 'levels');
  const k = flat(golden, 'k');
  const d = k.shape[1];
  const layer = logit({ dimensions: d, levels, alpha: alphaOf(golden) });
  const { y } = uniformDequantizer().draw(k, given(arrayOf(golden, 'inputs', 'u').data));
  const model = flow(standardNormal(d), layer);
  const { z } = layer.inverse(y);
  const back = layer.forward(z);

  const scaling = explainLogProb(model, y).find(({ term }) => term.startsWith('scaling'))!.values;
  const logDet = tf.sub(layer.inverse(y).logDet, scaling);
  const nll = [...numbers(model.logProb(y))].map((value) => -value);
  const meanNll = nll.reduce((sum, value) => sum + value, 0) / nll.length;
  const values: [name: RegExp, values: ArrayLike<number>][] = [
    [/^dequantised$/, numbers(tf.div(y, levels))],
    [/\/logit/, numbers(z)],
    [/\/log_det$/, numbers(logDet)],
    [/\/minus_log_det$/, numbers(tf.neg(logDet))],
    [/\/back$/, numbers(tf.div(back.x, levels))],
    [/\/log_det_back$/, numbers(tf.add(back.logDet, scaling))],
    [/\/nll_per_batch$/, [meanNll]],
    [/\/bits_per_dim$/, [bitsPerDim(meanNll, d)]],
    [/^bits_per_dim_each_image/, nll.map((value) => bitsPerDim(value, d))],
  ];
  const outputs: Record<string, ArrayLike<number>> = {};
  for (const name of Object.keys(golden.outputs)) {
    const found = values.find(([pattern]) => pattern.test(name));
    if (found) outputs[name] = found[1];
  }
  return { outputs };
};

/** chrischute writes α as the bound 1 − 2α of (2v − 1). */
const alphaOf = (golden: Golden) =>
  golden.config['alpha'] === undefined ? (1 - numberOf(golden, 'bound')) / 2 : numberOf(golden, 'alpha');

const numbers = (tensor: Tensor) => tensor.dataSync<'float32'>();

function flat(golden: Golden, name: string): Tensor2D {
  const { shape, data } = arrayOf(golden, 'inputs', name);
  return tf.tensor2d(data, [shape[0]!, data.length / shape[0]!]);
}

/** Numbers of the file in the place of a generator's. */
function given(values: readonly number[]): Rng {
  let at = 0;
  return { ...rng(0), uniform: () => values[at++]! };
}
