import type { ConditionerSpec } from '../../spec.ts';
import { byKind } from '../by-kind.ts';
import type { ByKind } from '../by-kind.ts';
import { literal } from '../layout.ts';
import { call, object } from './typescript.ts';
import type { TypeScript } from './typescript.ts';

type Rest = [order: readonly number[], paramsPerDim: number, rng: TypeScript];

const table: ByKind<ConditionerSpec, Rest, TypeScript> = {
  mlp: (spec, order, ...rest) =>
    call('mlp', object({ dimensions: literal(order.length), ...feedForward(spec), ...common(spec, ...rest) })),
  'residual-mlp': (spec, order, ...rest) =>
    call('residualMlp', object({ dimensions: literal(order.length), ...residual(spec), ...common(spec, ...rest) })),
  made: (spec, order, ...rest) =>
    call('made', object({ order: literal(order), ...feedForward(spec), ...common(spec, ...rest) })),
  'residual-made': (spec, order, ...rest) =>
    call('residualMade', object({ order: literal(order), ...residual(spec), ...common(spec, ...rest) })),
};

/** A conditioner, as the call that makes it. `order` is that of its dimensions; only masked ones read more than its length. */
export function conditionerToTypeScript(spec: ConditionerSpec, ...rest: Rest): TypeScript {
  return byKind('conditioner', table, spec, ...rest);
}

const feedForward = ({ hidden }: { hidden: readonly number[] }) => ({ hidden: literal(hidden) });

const residual = ({ width, blocks }: { width: number; blocks: number }) => ({
  width: literal(width),
  blocks: literal(blocks),
});

function common(
  { activation, context = 0 }: ConditionerSpec,
  paramsPerDim: number,
  rng: TypeScript,
): Record<string, TypeScript> {
  return {
    activation: literal(activation),
    contextDimensions: literal(context),
    paramsPerDim: literal(paramsPerDim),
    rng,
  };
}
