import type { Slope, Tolerances, VectorSpace } from './vector-space.ts';

/** A part of a solution: from state `start` at time t in one step of length h, read at time `to`, within it or at its end. */
export type Leg<Y> = { readonly t: number; readonly h: number; readonly to: number; readonly start: Y };

export type Solution<Y> = {
  /** One for each of the times asked for; the first is the start. */
  states: Y[];
  /** The steps taken, in order; the last is read at the last time. */
  legs: Leg<Y>[];
  /** How many times the slope was asked for. */
  evaluations: number;
};

/** A way to solve dy/dt = f(t, y), as a value. */
export interface Solver {
  readonly name: string;
  /** The error of a solution shrinks as (step length)^order. */
  readonly order: number;
  /** Evaluations of the slope in a solution, where they are known beforehand. */
  readonly evaluations?: number;
  /** What an adaptive solver holds its error to. */
  readonly tolerances?: Tolerances;
  /**
   * The states at `times`, which run one way, up or down, from where the start is.
   * @throws RangeError if there are fewer than two times or they turn; SolverFailed if the solver cannot go on.
   */
  solve<Y>(space: VectorSpace<Y>, slope: Slope<Y>, start: Y, times: readonly number[]): Solution<Y>;
  /** One leg again: the state at its `to`. With the leg's own start it is the solution's, bit for bit. */
  redo<Y>(space: VectorSpace<Y>, slope: Slope<Y>, leg: Leg<Y>): Y;
}

/** 1 or −1: the way that the times run. */
export function directionOf(times: readonly number[]): 1 | -1 {
  const text = `[${times.join(', ')}]`;
  if (times.length < 2) throw new RangeError(`solve: times must hold at least a start and an end, got ${text}.`);
  if (!times.every(Number.isFinite)) throw new RangeError(`solve: times must be finite numbers, got ${text}.`);
  const direction = times.at(-1)! >= times[0]! ? 1 : -1;
  if (times.some((time, i) => i > 0 && direction * (time - times[i - 1]!) <= 0)) {
    throw new RangeError(`solve: times must all rise or all fall, got ${text}.`);
  }
  return direction;
}

/** A solver met what it cannot get past. */
export class SolverFailed extends Error {
  override readonly name = 'SolverFailed';
}

/** The slope, counted. */
export function counted<Y>(slope: Slope<Y>): { slope: Slope<Y>; count: () => number } {
  let evaluations = 0;
  return {
    count: () => evaluations,
    slope: (t, y) => {
      evaluations += 1;
      return slope(t, y);
    },
  };
}
