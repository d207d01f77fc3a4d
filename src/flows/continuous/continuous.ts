import * as tf from '#tf';
import type { Tensor1D, Tensor2D } from '#tf';
import type { Rng, Solver } from '#numerics';
import type { Bijection, VectorField } from '../types.ts';
import { oneOf } from '../argument-checks.ts';
import { makeVariable } from '../make-variable.ts';
import { adjoint } from './adjoint.ts';
import { checkpointed } from './checkpointed.ts';
import { direct } from './direct.ts';
import { flowSlope, startState } from './flow-ode.ts';
import type { Differentiation, Moved } from './flow-ode.ts';
import { tensorSpace } from './tensor-space.ts';
import type { GradientMethod, ProbeKind } from './spec.ts';
import { drawProbe, probeKinds } from './trace.ts';
import type { Trace } from './trace.ts';

/** How gradients pass a solution. */
const gradientMethods: Readonly<Record<GradientMethod, Differentiation>> = { direct, checkpointed, adjoint };

/** A trace, or a kind of probe to draw while training, a new one for every solution. */
export type TraceOption = Trace | { kind: 'hutchinson'; probe: ProbeKind; rng: Rng };

export type ContinuousOptions = {
  field: VectorField;
  solver: Solver;
  /** Exact where it is left out. */
  trace?: TraceOption;
  /** `direct` where it is left out. */
  gradient?: GradientMethod;
  /** The times of z and of x; 0 and 1 where they are left out. */
  interval?: readonly [start: number, end: number];
};

/** Where the points stand at each of the times, with log|det| of the way there from the first. */
export type Trajectory = { states: Moved[]; evaluations: number };

export interface ContinuousFlow extends Bijection {
  readonly field: VectorField;
  /** The times of z and of x. */
  readonly interval: readonly [start: number, end: number];
  /** The way through the times given, which rise (sampling) or fall (scoring), from points at the first of them. */
  trajectory(points: Tensor2D, times: readonly number[], context?: Tensor2D): Trajectory;
}

/**
 * A continuous normalizing flow, https://arxiv.org/abs/1810.01367: x is where dz/dt = v(z, t) carries z from t = 0 to t = 1.
 *
 * Forward:  z from t = 0 to 1;  inverse: x from t = 1 to 0, with the same solver
 * log|det|: ∫ tr ∂v/∂z dt along the way, nats, by the same solver
 * Shapes:   z, x [n, d];  logDet [n]
 *
 * The equation is invertible; a solver's steps are not exactly: forward then inverse gives back the start with an error of the
 * solver's order, and so do the two log-dets, and the log-det against the determinant of the computed map. Euler's steps miss
 * by O(h). A batch shares the steps of an adaptive solver, so its rows see each other within the tolerance.
 * With a kind of probe for a trace, the flow to train has Hutchinson's estimate, and this one the exact trace.
 * An adaptive solver throws SolverFailed when it cannot go on.
 * @throws RangeError if the interval is empty, there is no such gradient method or probe, a tolerance is below what float32
 *         carries, or a given probe has another width than the field.
 */
export function continuous({
  field,
  solver,
  trace = { kind: 'exact' },
  gradient = 'direct',
  interval = [0, 1],
}: ContinuousOptions): ContinuousFlow {
  check({ field, solver, trace, gradient, interval });
  const [start, end] = interval;
  if (trace.kind === 'exact' || typeof trace.probe !== 'string') return along(trace as Trace);

  const { probe: kind, rng } = trace as Extract<TraceOption, { rng: Rng }>;
  // How many solutions have been trained on: with the weights it decides all probes to come.
  const solved = makeVariable([1], [0], false);
  const exact = { ...along({ kind: 'exact' }), state: [solved] };
  const next = ([n, d]: readonly [number, number]): Trace => {
    const count = solved.dataSync()[0]!;
    solved.assign(tf.tensor1d([count + 1]));
    return { kind: 'hutchinson', probe: drawProbe(kind, [n, d], rng.stream(`solution ${count}`)) };
  };
  return {
    ...exact,
    training: {
      ...exact,
      forward: (z, context) => tf.tidy(() => along(next(z.shape)).forward(z, context)),
      inverse: (x, context) => tf.tidy(() => along(next(x.shape)).inverse(x, context)),
    },
  };

  function along(fixed: Trace): ContinuousFlow {
    const move = (from: number, to: number, points: Tensor2D, context?: Tensor2D): Moved =>
      tf.tidy(() => gradientMethods[gradient]({ field, solver, trace: fixed, from, to }, points, read(context)));
    return {
      name: `continuous (${solver.name})`,
      dimensions: field.dimensions,
      parameters: field.parameters,
      ...(solver.evaluations && { passes: { forward: solver.evaluations, inverse: solver.evaluations } }),
      field,
      interval,
      forward: (z, context) => {
        const { points, logDet } = move(start, end, z, context);
        return { x: points, logDet };
      },
      inverse: (x, context) => {
        const { points, logDet } = move(end, start, x, context);
        return { z: points, logDet };
      },
      trajectory: (points, times, context) => {
        const { evaluations, ...found } = tf.tidy(() => {
          const slope = flowSlope({ field, trace: fixed }, read(context));
          const solution = solver.solve(tensorSpace(2), slope, startState(points), times);
          const states = solution.states.map(([at, logDet]) => [tf.add<Tensor2D>(at!, 0), logDet as Tensor1D] as const);
          return { evaluations: solution.evaluations, states: states.map(([at, logDet]) => ({ points: at, logDet })) };
        });
        return { evaluations, ...found };
      },
    };
  }

  /** A field without context ignores the one it is given: in a composition every layer gets it. */
  function read(context?: Tensor2D): Tensor2D | undefined {
    return (field.contextDimensions ?? 0) > 0 ? context : undefined;
  }
}

function check({ field, solver, trace, gradient, interval: [start, end] }: Required<ContinuousOptions>): void {
  if (!Number.isFinite(start) || !Number.isFinite(end) || start === end) {
    throw new RangeError(`continuous: interval must be two different finite times, got [${start}, ${end}].`);
  }
  oneOf('continuous: gradient', gradient, Object.keys(gradientMethods) as GradientMethod[]);
  const { relative = 1, absolute = 1 } = solver.tolerances ?? {};
  if (relative < float32Floor || absolute < float32Floor) {
    throw new RangeError(
      `continuous: tolerances below ${float32Floor} drown in the rounding of float32, got relative ${relative}, absolute ${absolute}.`,
    );
  }
  if (trace.kind === 'exact') return;
  if ((trace.kind as string) !== 'hutchinson') {
    throw new RangeError(`continuous: trace must be exact or hutchinson, got ${String((trace as Trace).kind)}.`);
  }
  if (typeof trace.probe === 'string') {
    oneOf('continuous: probe', trace.probe, probeKinds);
  } else if (trace.probe.shape[1] !== field.dimensions) {
    throw new RangeError(
      `continuous: the probe must have shape [n, ${field.dimensions}] for this field, got [${trace.probe.shape}].`,
    );
  }
}

/** A state in float32 is rounded by 6e-8 of itself at every step, which no estimate sees: a smaller tolerance buys steps, not digits. */
const float32Floor = 1e-7;
