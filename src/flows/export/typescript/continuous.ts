import type { ContinuousSpec, FieldSpec, TraceSpec } from '../../continuous/spec.ts';
import { byKind } from '../by-kind.ts';
import type { ByKind } from '../by-kind.ts';
import { dopri5Defaults } from '../constants.ts';
import type { EachSolver } from '../each-solver.ts';
import { literal } from '../layout.ts';
import { call, object, streamOf } from './typescript.ts';
import type { TypeScript } from './typescript.ts';

/** A continuous flow, as the call that makes it. */
export function continuousToTypeScript(spec: ContinuousSpec, rng: TypeScript): TypeScript {
  const { dimensions, field, solver, trace = { kind: 'exact' }, gradient = 'direct' } = spec;
  return call(
    'continuous',
    object({
      field: byKind('field', fields, field, dimensions, rng),
      solver: byKind('solver', solvers, solver),
      trace: byKind('trace', traces, trace, rng),
      gradient: literal(gradient),
      interval: literal([0, 1]),
    }),
  );
}

const fields: ByKind<FieldSpec, [dimensions: number, rng: TypeScript], TypeScript> = {
  mlp: ({ layer, hidden, activation, context = 0 }, dimensions, rng) =>
    call(
      'mlpField',
      object({
        dimensions: literal(dimensions),
        hidden: literal(hidden),
        layer: literal(layer),
        activation: literal(activation),
        contextDimensions: literal(context),
        rng,
      }),
    ),
};

const fixedSteps =
  (name: string) =>
  ({ steps }: { steps: number }): TypeScript =>
    call(name, object({ steps: literal(steps) }));

const solvers: ByKind<EachSolver, [], TypeScript> = {
  euler: fixedSteps('euler'),
  midpoint: fixedSteps('midpoint'),
  rk4: fixedSteps('rk4'),
  'three-eighths': fixedSteps('threeEighths'),
  dopri5: (spec) => {
    const { relative, absolute, maxSteps } = { ...dopri5Defaults, ...spec };
    return call(
      'dopri5',
      object({
        relative: literal(relative),
        absolute: literal(absolute),
        maxSteps: literal(maxSteps),
        errorEstimate: literal('shampine'),
      }),
    );
  },
};

const traces: ByKind<TraceSpec, [rng: TypeScript], TypeScript> = {
  exact: () => object({ kind: literal('exact') }),
  hutchinson: ({ probe }, rng) =>
    object({ kind: literal('hutchinson'), probe: literal(probe), rng: streamOf(rng, 'probes') }),
};
