import { counted, directionOf } from './solver.ts';
import type { Leg, Solver } from './solver.ts';
import { cubicBetween, rungeKuttaStep } from './step.ts';
import { classicalTableau, eulerTableau, midpointTableau, threeEighthsTableau } from './tableaux.ts';
import type { Tableau } from './tableaux.ts';
import type { Slope, VectorSpace } from './vector-space.ts';

export type FixedStepOptions = {
  /** Equal steps from the first time to the last. */
  steps: number;
};

/** y ← y + h·f(t, y). Order 1. */
export const euler = (options: FixedStepOptions): Solver => fixedSteps(eulerTableau, options);
/** y ← y + h·f(t + h/2, y + h/2·f(t, y)). Order 2. */
export const midpoint = (options: FixedStepOptions): Solver => fixedSteps(midpointTableau, options);
/** The classical Runge–Kutta method of order 4. */
export const rk4 = (options: FixedStepOptions): Solver => fixedSteps(classicalTableau, options);
/** Kutta's 3/8 rule of order 4, torchdiffeq's "rk4". */
export const threeEighths = (options: FixedStepOptions): Solver => fixedSteps(threeEighthsTableau, options);

/**
 * Equal steps of a Runge–Kutta method. Times within a step are read off the cubic through its ends (error O(h⁴)).
 * @throws RangeError if steps is no whole number ≥ 1.
 */
function fixedSteps(tableau: Tableau, { steps }: FixedStepOptions): Solver {
  if (!Number.isSafeInteger(steps) || steps < 1) {
    throw new RangeError(`${tableau.name}: steps must be a whole number ≥ 1, got ${steps}.`);
  }
  /** The states at some times within one step. */
  const within = <Y>(space: VectorSpace<Y>, slope: Slope<Y>, { t, h, start }: Leg<Y>, times: readonly number[]) => {
    const step = rungeKuttaStep(space, tableau, slope, { t, h }, start);
    const inner = times.length > 0 ? slope(t + h, step.end) : undefined;
    return {
      end: step.end,
      at: times.map((time) => cubicBetween(space, h, start, step, inner!, (time - t) / h)),
    };
  };
  const redo: Solver['redo'] = (space, slope, leg) => {
    const { end, at } = within(space, slope, leg, leg.to === leg.t + leg.h ? [] : [leg.to]);
    return at[0] ?? end;
  };

  return {
    name: tableau.name,
    order: tableau.order,
    evaluations: steps * tableau.nodes.length,
    redo,
    solve: (space, slope, start, times) => {
      const direction = directionOf(times);
      const [from, to] = [times[0]!, times.at(-1)!];
      const h = (to - from) / steps;
      const inner = times.slice(1, -1);
      const { slope: f, count } = counted(slope);
      const states = [start];
      const legs: Leg<typeof start>[] = [];
      let y = start;
      for (let k = 0; k < steps; k++) {
        const t = from + k * h;
        const end = t + h;
        const leg = { t, h, to: end, start: y };
        const asked = inner.filter((time) => direction * (time - t) > 0 && direction * (time - end) <= 0);
        const { end: next, at } = space.scope(() => within(space, f, leg, asked));
        legs.push(leg);
        states.push(...at);
        y = next;
      }
      return { states: [...states, y], legs, evaluations: count() };
    },
  };
}
