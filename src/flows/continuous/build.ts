import { dopri5, euler, midpoint, rk4, threeEighths } from '#numerics';
import type { Rng, Solver } from '#numerics';
import { oneOf } from '../argument-checks.ts';
import { unknownKind } from '../build-errors.ts';
import type { VectorField } from '../types.ts';
import { continuous } from './continuous.ts';
import type { ContinuousFlow } from './continuous.ts';
import { mlpField } from './mlp-field.ts';
import type { ContinuousSpec, FieldSpec, SolverSpec, TraceSpec } from './spec.ts';
import { probeKinds } from './trace.ts';

/** The continuous flow that the JSON describes. */
export function buildContinuous(spec: ContinuousSpec, rng: Rng): ContinuousFlow {
  const trace = buildTrace(spec.trace ?? { kind: 'exact' }, rng);
  return continuous({
    solver: buildSolver(spec.solver),
    field: buildField(spec.field, spec.dimensions, rng),
    trace,
    ...(spec.gradient !== undefined && { gradient: spec.gradient }),
  });
}

function buildField(spec: FieldSpec, dimensions: number, rng: Rng): VectorField {
  if (spec?.kind !== 'mlp') throw unknownKind('field', spec, ['mlp']);
  const { context = 0, ...rest } = spec;
  return mlpField({ ...rest, dimensions, contextDimensions: context, rng });
}

function buildSolver(spec: SolverSpec): Solver {
  switch (spec?.kind) {
    case 'euler':
      return euler(spec);
    case 'midpoint':
      return midpoint(spec);
    case 'rk4':
      return rk4(spec);
    case 'three-eighths':
      return threeEighths(spec);
    case 'dopri5':
      return dopri5(spec);
    default:
      throw unknownKind('solver', spec, ['euler', 'midpoint', 'rk4', 'three-eighths', 'dopri5']);
  }
}

function buildTrace(spec: TraceSpec, rng: Rng) {
  switch (spec?.kind) {
    case 'exact':
      return spec;
    case 'hutchinson':
      return { ...spec, probe: oneOf('trace: probe', spec.probe, probeKinds), rng: rng.stream('probes') };
    default:
      throw unknownKind('trace', spec, ['exact', 'hutchinson']);
  }
}
