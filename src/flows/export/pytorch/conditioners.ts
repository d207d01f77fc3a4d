import type { Activation } from '../../conditioners/network.ts';
import type { ConditionerSpec } from '../../spec.ts';
import { unknownKind } from '../../build-errors.ts';
import { byKind } from '../by-kind.ts';
import type { ByKind } from '../by-kind.ts';
import { literal, text } from '../layout.ts';
import * as classes from './classes.ts';
import { construct } from './python.ts';
import type { Python } from './python.ts';

const table: ByKind<ConditionerSpec, [order: readonly number[], paramsPerDim: number], Python> = {
  mlp: (spec, order, paramsPerDim) =>
    construct(classes.mlp, { dimensions: literal(order.length), ...feedForward(spec), ...common(spec, paramsPerDim) }),
  'residual-mlp': (spec, order, paramsPerDim) =>
    construct(classes.residualMlp, {
      dimensions: literal(order.length),
      ...residual(spec),
      ...common(spec, paramsPerDim),
    }),
  made: (spec, order, paramsPerDim) =>
    construct(classes.made, { order: literal(order), ...feedForward(spec), ...common(spec, paramsPerDim) }),
  'residual-made': (spec, order, paramsPerDim) =>
    construct(classes.residualMade, { order: literal(order), ...residual(spec), ...common(spec, paramsPerDim) }),
};

/** A conditioner, as the call that makes it. `order` is that of its dimensions; only masked ones read more than its length. */
export function conditionerToPython(spec: ConditionerSpec, order: readonly number[], paramsPerDim: number): Python {
  return byKind('conditioner', table, spec, order, paramsPerDim);
}

const feedForward = ({ hidden }: { hidden: readonly number[] }) => ({ hidden: literal(hidden) });

const residual = ({ width, blocks }: { width: number; blocks: number }) => ({
  width: literal(width),
  blocks: literal(blocks),
});

const activations: Record<Activation, string> = { relu: 'torch.relu', tanh: 'torch.tanh' };

/** @throws TypeError for a name that no activation has. */
export function activationToPython(activation: Activation): Python {
  if (!Object.hasOwn(activations, activation))
    throw unknownKind('activation', { kind: activation }, Object.keys(activations));
  return text(activations[activation]);
}

function common({ activation, context = 0 }: ConditionerSpec, paramsPerDim: number): Record<string, Python> {
  return {
    activation: activationToPython(activation),
    context: literal(context),
    params_per_dim: literal(paramsPerDim),
  };
}
