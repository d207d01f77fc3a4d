import {
  dormandPrinceError,
  dormandPrinceStep,
  euler,
  firstStep,
  float64Space,
  midpoint,
  nextStep,
  rk4,
  sin,
  tanh,
  threeEighths,
} from '#numerics';
import type { Slope, Solver, Tolerances } from '#numerics';
import { arrayOf, numberOf } from '../format.ts';
import type { Adapter } from '../preparation.ts';

/** Where the file says nothing else: the tolerances named in its text. */
const usual: Tolerances = { relative: 1e-4, absolute: 1e-5 };
const controlOrder = 5;

/** One step of every solver for dy/dt = tanh(A y) + sin 3t, in double precision: an error of 1e-9 is beyond float32. */
export const odeStepAdapter: Adapter = (golden) => {
  const { data: a } = arrayOf(golden, 'params', 'A');
  const y = Float64Array.from(arrayOf(golden, 'inputs', 'y0').data);
  const [t, h] = [numberOf(golden, 't0'), numberOf(golden, 'dt')];
  const tolerances: Tolerances = {
    relative: Number(golden.config['rtol'] ?? usual.relative),
    absolute: Number(golden.config['atol'] ?? usual.absolute),
  };
  const slope: Slope<Float64Array> = (time, state) =>
    state.map((_, i) => {
      const sum = state.reduce((total, value, j) => total + a[i * state.length + j]! * value, 0);
      return tanh(sum) + sin(3 * time);
    });
  const oneStep = (solver: Solver) => solver.solve(float64Space, slope, y, [t, t + h]).states[1]!;
  const step = dormandPrinceStep(float64Space, slope, { t, h }, y);
  const error = dormandPrinceError(float64Space, step, h);
  const ratio = float64Space.size(error, [y, step.end], tolerances);
  const initial = firstStep(
    float64Space,
    slope,
    { t, y, first: slope(t, y), direction: 1 },
    controlOrder - 1,
    tolerances,
  );
  return {
    outputs: {
      dopri5_y1: step.end,
      dopri5_f1: step.slopes.at(-1)!,
      dopri5_stages: step.slopes.flatMap((k) => [...k]),
      dopri5_error: error,
      dopri5_error_standard_weights: dormandPrinceError(float64Space, step, h, 'textbook'),
      error_ratio: [ratio],
      next_step: [nextStep(h, ratio, controlOrder)],
      initial_step: [initial],
      euler: oneStep(euler({ steps: 1 })),
      midpoint: oneStep(midpoint({ steps: 1 })),
      rk4_classical: oneStep(rk4({ steps: 1 })),
      rk4_three_eighths: oneStep(threeEighths({ steps: 1 })),
    },
  };
};
