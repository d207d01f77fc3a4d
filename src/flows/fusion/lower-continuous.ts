import { classicalTableau, eulerTableau, midpointTableau, threeEighthsTableau } from '#numerics';
import type { FieldLayer, OdeStep } from '#kernels';
import type { ContinuousSpec, FieldLayerKind } from '../continuous/spec.ts';
import type { Reading } from './lower.ts';
import { NotFusable } from './not-fusable.ts';

const tableaux = {
  euler: eulerTableau,
  midpoint: midpointTableau,
  rk4: classicalTableau,
  'three-eighths': threeEighthsTableau,
} as const;

/** The kernels keep a tangent for every dimension. */
const MOST_DIMENSIONS = 64;

/** A continuous flow in equal steps, with the exact trace; gradients through the solver's arithmetic. */
export function lowerContinuous(spec: ContinuousSpec, { offset, inverse }: Reading): OdeStep {
  const { dimensions, field, solver, trace, gradient } = spec;
  if (solver.kind === 'dopri5') throw new NotFusable('there is no kernel for its solver (dopri5), which is adaptive');
  if ((field.context ?? 0) > 0) throw new NotFusable('its field reads a context');
  if (trace && trace.kind !== 'exact') throw new NotFusable(`there is no kernel for its trace (${trace.kind})`);
  if (gradient === 'adjoint') throw new NotFusable('its gradient solves the adjoint equation');
  if (dimensions > MOST_DIMENSIONS) throw new NotFusable(`its exact trace has more than ${MOST_DIMENSIONS} dimensions`);
  const widths = [dimensions, ...field.hidden, dimensions];
  let at = offset;
  const layers = widths.slice(1).map((outputs, i): FieldLayer => {
    const layer = fieldLayer(field.layer, widths[i]!, outputs, at);
    at = layer.end;
    return layer.layer;
  });
  return {
    kind: 'ode',
    inverse,
    steps: solver.steps,
    tableau: tableaux[solver.kind],
    activation: field.activation,
    layers,
  };
}

/** Parameters in the order of `fieldLayers`. */
function fieldLayer(
  kind: FieldLayerKind,
  inputs: number,
  outputs: number,
  at: number,
): { layer: FieldLayer; end: number } {
  const size = inputs * outputs;
  switch (kind) {
    case 'ignore':
      return { layer: { inputs, outputs, weights: at, bias: at + size }, end: at + size + outputs };
    case 'concat': {
      const [weights, bias] = [at + outputs, at + outputs + size];
      return { layer: { inputs, outputs, weights, bias, time: { kind: 'input', weights: at } }, end: bias + outputs };
    }
    case 'concat-squash': {
      const bias = at + size;
      const [gate, gateBias, shift] = [bias + outputs, bias + 2 * outputs, bias + 3 * outputs];
      return {
        layer: { inputs, outputs, weights: at, bias, time: { kind: 'squash', gate, gateBias, shift } },
        end: shift + outputs,
      };
    }
  }
}
