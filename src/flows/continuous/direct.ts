import { flowSlope, movedOf, startState } from './flow-ode.ts';
import type { Differentiation } from './flow-ode.ts';
import { tensorSpace } from './tensor-space.ts';

/**
 * Gradients straight through the solver's arithmetic: exact for the map that was computed, with every stage of every step kept in
 * memory. Step lengths of an adaptive solver are constants to it.
 */
export const direct: Differentiation = ({ solver, from, to, ...rest }, z, context) => {
  const { states } = solver.solve(tensorSpace(2), flowSlope(rest, context), startState(z), [from, to]);
  return movedOf(states.at(-1)!);
};
