import * as tf from '#tf';
import type { Tensor, Tensor2D } from '#tf';
import { flowSlope, startState } from './flow-ode.ts';
import type { Differentiation } from './flow-ode.ts';
import { pack, withOwnGradient } from './own-gradient.ts';
import { tensorSpace } from './tensor-space.ts';

/**
 * The gradients of `direct` (to rounding) with the memory of one step: only the points at the start of every step are kept, and each
 * step is done again on the way back (https://arxiv.org/abs/1604.06174).
 */
export const checkpointed: Differentiation = (ode, z, context) => {
  const { solver, from, to } = ode;
  const space = tensorSpace(2);
  return withOwnGradient(ode, z, context, (start) => {
    const { states, legs } = solver.solve(space, flowSlope(ode, context), startState(start), [from, to]);
    const steps = legs.map(({ t, h, to: end }) => ({ t, h, to: end }));
    return {
      end: states.at(-1)!,
      saved: legs.map((leg) => leg.start[0]!),
      backward: ({ ofZ, ofLogDet }, starts, problem) => {
        const slope = flowSlope(problem.ode, problem.context);
        let gradients: readonly Tensor[] = [ofZ];
        for (let k = steps.length - 1; k >= 0; k--) {
          const at = starts[k] as Tensor2D;
          // The log-det only adds up: with 0 at the start of every step the gradients are the same.
          const redo = () => pack(solver.redo(space, slope, { ...steps[k]!, start: startState(at) }));
          const [sofar, ...ofConstants] = gradients;
          const { grads } = tf.vectorJacobian(redo, [at, ...problem.constants], pack([sofar!, ofLogDet]));
          gradients = grads.map((grad, i) => (i > 0 && ofConstants[i - 1] ? tf.add(ofConstants[i - 1]!, grad) : grad));
        }
        return gradients;
      },
    };
  });
};
