import {
  classicalTableau,
  dormandPrinceTableau,
  errorWeights,
  eulerTableau,
  halfwayWeights,
  midpointTableau,
  threeEighthsTableau,
} from '#numerics';
import type { Tableau } from '#numerics';
import type { ContinuousSpec, FieldActivation, FieldSpec } from '../../continuous/spec.ts';
import { byKind, byName } from '../by-kind.ts';
import type { ByKind } from '../by-kind.ts';
import type { EachSolver } from '../each-solver.ts';
import { dopri5Control, dopri5Defaults } from '../constants.ts';
import { literal, text } from '../layout.ts';
import * as classes from './continuous-classes.ts';
import { construct } from './python.ts';
import type { Python } from './python.ts';

/** A continuous flow, as the call that makes it. How it was differentiated in training has no place in its evaluation. */
export function continuousToPython({ dimensions, field, solver, trace }: ContinuousSpec): Python {
  return construct(classes.continuous, {
    field: byKind('field', fields, field, dimensions),
    solver: byKind('solver', solvers, solver),
    trace: literal(trace?.kind ?? 'exact'),
    interval: literal([0, 1]),
  });
}

const layers = { ignore: classes.ignore, concat: classes.concat, 'concat-squash': classes.concatSquash };
const activations: Record<FieldActivation, string> = { tanh: 'torch.tanh', softplus: 'nn.functional.softplus' };

const fields: ByKind<FieldSpec, [dimensions: number], Python> = {
  mlp: ({ layer, hidden, activation, context = 0 }, dimensions) => {
    const definition = byName('layer', layers, layer);
    return construct(classes.mlpField, {
      dimensions: literal(dimensions),
      context: literal(context),
      layer: text(definition.name, definition),
      hidden: literal(hidden),
      activation: text(byName('activation', activations, activation)),
    });
  },
};

const fixedSteps =
  (tableau: Tableau) =>
  ({ steps }: { steps: number }): Python =>
    construct(classes.rungeKutta, { steps: literal(steps), ...tableauToPython(tableau) });

const solvers: ByKind<EachSolver, [], Python> = {
  euler: fixedSteps(eulerTableau),
  midpoint: fixedSteps(midpointTableau),
  rk4: fixedSteps(classicalTableau),
  'three-eighths': fixedSteps(threeEighthsTableau),
  dopri5: (spec) => {
    const { relative, absolute, maxSteps } = { ...dopri5Defaults, ...spec };
    return construct(classes.dopri5, {
      relative: literal(relative),
      absolute: literal(absolute),
      max_steps: literal(maxSteps),
      ...tableauToPython(dormandPrinceTableau),
      errors: literal(errorWeights.shampine),
      halfway: literal(halfwayWeights),
      safety: literal(dopri5Control.safety),
      growth: literal(dopri5Control.growth),
      shrink: literal(dopri5Control.shrink),
    });
  },
};

function tableauToPython({ nodes, rows, weights }: Tableau): Record<string, Python> {
  return { nodes: literal(nodes), rows: literal(rows), weights: literal(weights) };
}
