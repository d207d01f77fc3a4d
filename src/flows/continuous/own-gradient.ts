import * as tf from '#tf';
import type { GradSaveFunc, Tensor, Tensor1D, Tensor2D, Variable } from '#tf';
import { movedOf } from './flow-ode.ts';
import type { FlowOde, Moved } from './flow-ode.ts';
import type { State } from './tensor-space.ts';

/** A solution with its own way back. */
export type Solved = {
  /** [z, logDet] at the end. */
  end: State;
  /** What the way back needs. */
  saved: readonly Tensor[];
  /** From the gradients at the end to those of the start and of every constant. */
  backward: (
    end: { ofZ: Tensor2D; ofLogDet: Tensor1D },
    saved: readonly Tensor[],
    problem: Problem,
  ) => readonly Tensor[];
};
/** The equation as it stands on the way back: context and probe may have been freed since, and are copies. */
export type Problem = { ode: FlowOde; context?: Tensor2D | undefined; constants: readonly (Variable | Tensor2D)[] };

/** A solution as one operation: gradients reach z, the field's parameters and the context by its own way back. */
export function withOwnGradient(
  ode: FlowOde,
  z: Tensor2D,
  context: Tensor2D | undefined,
  solve: (start: Tensor2D) => Solved,
): Moved {
  const { field, trace } = ode;
  const given = context ? [context] : [];
  const probe = trace.kind === 'hutchinson' ? [trace.probe] : [];
  const op = tf.customGrad((...inputs) => {
    const [start, save] = [inputs[0] as Tensor2D, inputs.at(-1) as unknown as GradSaveFunc];
    const { end, saved, backward } = solve(start);
    save([...given, ...probe, ...saved]);
    return {
      value: pack(end),
      gradFunc: (dy: Tensor, all: Tensor[]) => {
        const rest = all.slice(given.length + probe.length);
        const contextThen = context && (all[0] as Tensor2D);
        const probeThen = all[given.length] as Tensor2D;
        const problem: Problem = {
          ode: trace.kind === 'hutchinson' ? { ...ode, trace: { ...trace, probe: probeThen } } : ode,
          context: contextThen,
          constants: [...field.parameters, ...(contextThen ? [contextThen] : [])],
        };
        const [ofZ, ofLogDet] = unpack(dy as Tensor2D);
        return [...backward({ ofZ, ofLogDet }, rest, problem)];
      },
    };
  });
  return movedOf(unpack(op(z, ...field.parameters, ...given) as Tensor2D));
}

/** [z, logDet] as one [n, d + 1]: an operation with its own gradient gives back one tensor. */
export function pack([z, logDet]: State): Tensor2D {
  return tf.concat([z as Tensor2D, tf.reshape(logDet!, [z!.shape[0]!, 1]) as Tensor2D], 1);
}

export function unpack(packed: Tensor2D): [z: Tensor2D, logDet: Tensor1D] {
  const [n, width] = packed.shape;
  const logDet = tf.reshape(tf.slice(packed, [0, width - 1], [n, 1]), [n]) as Tensor1D;
  return [tf.slice(packed, [0, 0], [n, width - 1]), logDet];
}
