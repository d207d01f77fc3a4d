import * as tf from '#tf';
import type { Tensor, Tensor1D, Tensor2D, Variable } from '#tf';
import type { Rng } from '#numerics';
import type { FieldLayerKind } from './spec.ts';
import { linearLayer } from '../conditioners/linear-layer.ts';

export const fieldLayerKinds: readonly FieldLayerKind[] = ['ignore', 'concat', 'concat-squash'];

/**
 * A layer at a given time: h ↦ (h·weights)∘gate + bias. Where all rows share one time and there is no context, the gate is inside the weights:
 * the layer is then a plain dense one.   weights [in, out]; bias [out] or [n, out]; gate [n, out] or none
 */
export type LayerAtTime = { weights: Tensor2D; bias: Tensor; gate?: Tensor2D };
export type FieldLayer = {
  readonly parameters: readonly Variable[];
  at(t: number | Tensor1D, context?: Tensor2D): LayerAtTime;
};
export type FieldLayerOptions = {
  inputs: number;
  outputs: number;
  context: number;
  /** The layer's output is 0 until it is trained. */
  silent: boolean;
  rng: Rng;
};

/** The layers of FFJORD's networks, https://arxiv.org/abs/1810.01367, by their names there. With c = [t, context]: */
export const fieldLayers: Record<FieldLayerKind, (options: FieldLayerOptions) => FieldLayer> = {
  ignore,
  concat,
  'concat-squash': concatSquash,
};

/** [context, h] W + b: time is not read.   Parameters: W [c + in, out], b [out] */
function ignore({ inputs, outputs, context, silent, rng }: FieldLayerOptions): FieldLayer {
  const [w, b] = linearLayer({ fanIn: context + inputs, width: outputs, gain: silent ? 0 : 1, rng }).parameters;
  return {
    parameters: [w, b],
    at: (_t, given) => {
      const [aside, weights] = cut(w, context);
      return { weights, bias: given ? tf.add(tf.matMul(given, aside), b) : b };
    },
  };
}

/** [t, context, h] W + b.   Parameters: W [1 + c + in, out], b [out] */
function concat({ inputs, outputs, context, silent, rng }: FieldLayerOptions): FieldLayer {
  const fanIn = 1 + context + inputs;
  const [w, b] = linearLayer({ fanIn, width: outputs, gain: silent ? 0 : 1, rng }).parameters;
  return {
    parameters: [w, b],
    at: (t, given) => {
      const [aside, weights] = cut(w, 1 + context);
      return {
        weights,
        bias: tf.add(
          aside.shape[0] === 1 && typeof t === 'number'
            ? tf.reshape(tf.mul(aside, t), [outputs])
            : tf.matMul(beside(t, given), aside),
          b,
        ),
      };
    },
  };
}

/** (h W + b)∘σ(c W_g + b_g) + c W_s.   Parameters: W [in, out], b [out], W_g [1 + c, out], b_g [out], W_s [1 + c, out] */
function concatSquash({ inputs, outputs, context, silent, rng }: FieldLayerOptions): FieldLayer {
  const [w, b] = linearLayer({ fanIn: inputs, width: outputs, gain: silent ? 0 : 1, rng }).parameters;
  const gate = linearLayer({ fanIn: 1 + context, width: outputs, gain: 1, rng }).parameters;
  const [shift, spare] = linearLayer({ fanIn: 1 + context, width: outputs, gain: silent ? 0 : 1, rng }).parameters;
  spare.dispose();
  return {
    parameters: [w, b, ...gate, shift],
    at: (t, given) => {
      if (typeof t === 'number' && context === 0) {
        // Vectors throughout: the fused kernel wants a bias that was made as one.
        const flat = (rows: Tensor) => tf.reshape(rows, [outputs]);
        const open = tf.sigmoid(tf.add(tf.mul(flat(gate[0]), t), gate[1]));
        return { weights: tf.mul(w, open), bias: tf.add(tf.mul(b, open), tf.mul(flat(shift), t)) };
      }
      const c = beside(t, given);
      const open = tf.sigmoid(tf.add(tf.matMul(c, gate[0] as Tensor as Tensor2D), gate[1])) as Tensor2D;
      return {
        weights: w as Tensor as Tensor2D,
        gate: open,
        bias: tf.add(tf.mul(b, open), tf.matMul(c, shift as Tensor as Tensor2D)),
      };
    },
  };
}

/** The first rows of a weight matrix, and the rest. */
function cut(w: Variable, rows: number): [first: Tensor2D, rest: Tensor2D] {
  const [all, width] = w.shape as [number, number];
  if (rows === 0) return [w as Tensor as Tensor2D, w as Tensor as Tensor2D];
  return [tf.slice(w, [0, 0], [rows, width]) as Tensor2D, tf.slice(w, [rows, 0], [all - rows, width]) as Tensor2D];
}

/** [t, context], a row for every row: [n, 1 + c]; [1, 1] where all rows share t and there is no context. */
function beside(t: number | Tensor1D, context?: Tensor2D): Tensor2D {
  const rows = context?.shape[0] ?? 1;
  const time =
    typeof t === 'number' ? (tf.fill([rows, 1], t) as Tensor2D) : (tf.reshape(t, [t.shape[0], 1]) as Tensor2D);
  return context ? tf.concat([time, context], 1) : time;
}
