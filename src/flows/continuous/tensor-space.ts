import * as tf from '#tf';
import type { Tensor } from '#tf';
import type { VectorSpace } from '#numerics';

/** A state of several tensors: points, log-dets, and what an adjoint carries beside. */
export type State = readonly Tensor[];

/** `controlled` tensors from the front count towards a step's error; all, where it is left out. */
export function tensorSpace(controlled = Infinity): VectorSpace<State> {
  return {
    combine: (terms) =>
      terms[0]![1].map((_, slot) => {
        const parts = terms.map(([coefficient, state]) => {
          const part = state[slot]!;
          return coefficient === 1 ? part : tf.mul(part, coefficient);
        });
        return parts.length === 1 ? parts[0]! : tf.addN(parts);
      }),
    size: (v, references, { relative, absolute }) => {
      let [squares, count] = [0, 0];
      v.slice(0, controlled).forEach((tensor, slot) => {
        const values = tensor.dataSync<'float32'>();
        const others = references.map((reference) => reference[slot]!.dataSync<'float32'>());
        for (let i = 0; i < values.length; i++) {
          let largest = 0;
          for (const other of others) largest = Math.max(largest, Math.abs(other[i]!));
          const ratio = values[i]! / (absolute + relative * largest);
          squares += ratio * ratio;
        }
        count += values.length;
      });
      return Math.sqrt(squares / count);
    },
    scope: <R>(run: () => R) => tf.tidy(run as () => Tensor) as R,
  };
}
