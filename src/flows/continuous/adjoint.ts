import * as tf from '#tf';
import type { Tensor, Tensor2D } from '#tf';
import type { Slope } from '#numerics';
import { flowSlope, startState } from './flow-ode.ts';
import type { Differentiation } from './flow-ode.ts';
import { pack, unpack, withOwnGradient } from './own-gradient.ts';
import type { Problem } from './own-gradient.ts';
import { tensorSpace } from './tensor-space.ts';
import type { State } from './tensor-space.ts';

/**
 * The adjoint method, https://arxiv.org/abs/1806.07366 §2: nothing is kept but the end; z, its adjoint a = ∂loss/∂z and the gradients
 * g of the parameters θ are solved for backwards in time.
 *
 * da/dt = −∂/∂z (a·v + a_l·tr J),   dg/dt = −∂/∂θ (a·v + a_l·tr J),   a_l = ∂loss/∂logDet, constant
 *
 * They are the gradients of the exact flow, solved with an error of their own: they differ from `direct` by the solver's error. Errors
 * of g do not grow and do not count for an adaptive step (https://arxiv.org/abs/2009.09457).
 */
export const adjoint: Differentiation = (ode, z, context) => {
  const { solver, from, to } = ode;
  const space = tensorSpace(2);
  return withOwnGradient(ode, z, context, (first) => {
    const { states } = solver.solve(space, flowSlope(ode, context), startState(first), [from, to]);
    const end = states.at(-1)!;
    return {
      end,
      saved: [end[0]!],
      backward: ({ ofZ, ofLogDet }, [points], problem) => {
        const start = [points!, ofZ, ...problem.constants.map((constant) => tf.zerosLike(constant))];
        const back = solver.solve(space, augmented(problem, ofLogDet), start, [to, from]);
        return back.states.at(-1)!.slice(1);
      },
    };
  });
};

/** The slope of [z, a, g…]. */
function augmented({ ode, context, constants }: Problem, ofLogDet: Tensor): Slope<State> {
  const slope = flowSlope(ode, context);
  return (t, [points, a]) => {
    const run = () => pack(slope(t, [points!]));
    const { value, grads } = tf.vectorJacobian(run, [points!, ...constants], pack([a!, ofLogDet]));
    return [unpack(value as Tensor2D)[0], ...grads.map((grad) => tf.neg(grad))];
  };
}
