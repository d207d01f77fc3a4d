import { firstStep, nextStep } from './controller.ts';
import { SolverFailed, counted, directionOf } from './solver.ts';
import type { Leg, Solver } from './solver.ts';
import { quarticBetween, rungeKuttaStep, scaled } from './step.ts';
import type { Interval, Step } from './step.ts';
import { dormandPrinceTableau, errorWeights } from './tableaux.ts';
import type { ErrorEstimate } from './tableaux.ts';
import type { Slope, Tolerances, VectorSpace } from './vector-space.ts';

export type Dopri5Options = {
  /** The error of a step may be absolute + relative·|y|. Both 1e-5 where they are left out. */
  relative?: number | undefined;
  absolute?: number | undefined;
  /** Steps tried at most, those thrown away included. Default 1000. */
  maxSteps?: number | undefined;
  /** Length of the first step tried; chosen from the field where it is left out. */
  firstStep?: number | undefined;
  /** Which weights estimate the error; Shampine's, as in torchdiffeq, where it is left out. */
  errorEstimate?: ErrorEstimate | undefined;
};

/** All seven slopes: the last is the one at the new state. */
export function dormandPrinceStep<Y>(
  space: VectorSpace<Y>,
  slope: Slope<Y>,
  { t, h }: Interval,
  y: Y,
  first?: Y,
): Step<Y> {
  const { end, slopes } = rungeKuttaStep(space, dormandPrinceTableau, slope, { t, h }, y, first);
  return { end, slopes: [...slopes, slope(t + h, end)] };
}

/** The estimated error of a Dormand–Prince step. */
export function dormandPrinceError<Y>(
  space: VectorSpace<Y>,
  { slopes }: Step<Y>,
  h: number,
  estimate: ErrorEstimate = 'shampine',
): Y {
  return space.combine(scaled(errorWeights[estimate], slopes, h));
}

/**
 * Dormand–Prince 5(4) with error control and dense output, https://doi.org/10.1016/0771-050X(80)90013-3. A step is kept if the root
 * mean square of its estimated error over all entries, in units of the tolerance, is at most 1. The last step may pass the last time,
 * which is then read off the dense output: the slope is asked for beyond the times.
 * @throws RangeError if a tolerance or the first step is no finite number > 0, or maxSteps no whole number ≥ 1.
 */
export function dopri5(options: Dopri5Options = {}): Solver {
  const { relative = 1e-5, absolute = 1e-5, maxSteps = 1000, firstStep: given, errorEstimate = 'shampine' } = options;
  const tolerances: Tolerances = { relative, absolute };
  for (const [name, value] of Object.entries({ relative, absolute, firstStep: given ?? 1 })) {
    if (!(value > 0 && value < Infinity)) {
      throw new RangeError(`dopri5: ${name} must be a finite number > 0, got ${value}.`);
    }
  }
  if (!Number.isSafeInteger(maxSteps) || maxSteps < 1) {
    throw new RangeError(`dopri5: maxSteps must be a whole number ≥ 1, got ${maxSteps}.`);
  }
  if (!Object.hasOwn(errorWeights, errorEstimate)) {
    throw new RangeError(
      `dopri5: errorEstimate must be one of ${Object.keys(errorWeights).join(', ')}, got ${errorEstimate}.`,
    );
  }
  const { name, order } = dormandPrinceTableau;
  const read = <Y>(space: VectorSpace<Y>, { t, h, start }: Leg<Y>, step: Step<Y>, time: number): Y =>
    time === t + h ? step.end : quarticBetween(space, h, start, step, (time - t) / h);

  return {
    name,
    order,
    tolerances,
    redo: (space, slope, leg) => read(space, leg, dormandPrinceStep(space, slope, leg, leg.start), leg.to),
    solve: <Y>(space: VectorSpace<Y>, slope: Slope<Y>, start: Y, times: readonly number[]) => {
      const direction = directionOf(times);
      const span = Math.abs(times.at(-1)! - times[0]!);
      const { slope: f, count } = counted(slope);
      const states = [start];
      const legs: Leg<Y>[] = [];
      let [t, y] = [times[0]!, start];
      let first = f(t, y);
      let length = given ?? firstStep(space, f, { t, y, first, direction }, order - 1, tolerances);
      for (let tried = 0; states.length < times.length; tried++) {
        if (tried === maxSteps) {
          throw new SolverFailed(
            `dopri5: ${maxSteps} steps were not enough to get from t = ${times[0]} to ${times.at(-1)}; it stands at ${t}. ` +
              'Loosen the tolerances or allow more steps.',
          );
        }
        checkLength(length, t, span, tolerances);
        const leg = { t, h: direction * length, to: t + direction * length, start: y };
        const {
          step,
          ratio,
          read: found,
        } = space.scope(() => {
          const tryout = dormandPrinceStep(space, f, leg, y, first);
          const error = dormandPrinceError(space, tryout, leg.h, errorEstimate);
          const size = space.size(error, [y, tryout.end], tolerances);
          const passed = times.slice(states.length).filter((time) => direction * (time - leg.to) <= 0);
          return {
            step: { end: tryout.end, last: tryout.slopes.at(-1)! },
            ratio: size,
            read: size <= 1 ? passed.map((time) => read(space, leg, tryout, time)) : [],
          };
        });
        if (!Number.isFinite(ratio)) {
          throw new SolverFailed(`dopri5: the state is no longer finite after the step from t = ${t} of ${leg.h}.`);
        }
        if (ratio <= 1) {
          states.push(...found);
          const ended = states.length === times.length;
          legs.push(ended ? { ...leg, to: times.at(-1)! } : leg);
          [t, y, first] = [leg.to, step.end, step.last];
        }
        length = nextStep(length, ratio, order);
      }
      return { states, legs, evaluations: count() };
    },
  };
}

function checkLength(length: number, t: number, span: number, { relative, absolute }: Tolerances): void {
  if (Number.isNaN(length)) throw new SolverFailed(`dopri5: the slope at t = ${t} is not finite.`);
  if (length <= 1e-12 * span) {
    throw new SolverFailed(
      `dopri5: the step at t = ${t} has shrunk to ${length}: the tolerances (relative ${relative}, absolute ` +
        `${absolute}) cannot be met there. Loosen them, or look for a jump in the field.`,
    );
  }
}
