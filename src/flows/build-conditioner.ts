import type { Rng } from '#numerics';
import { unknownKind } from './build-errors.ts';
import { made, residualMade } from './conditioners/made.ts';
import { mlp } from './conditioners/mlp.ts';
import { residualMlp } from './conditioners/residual-mlp.ts';
import type { ConditionerSpec, MaskedConditionerSpec } from './spec.ts';
import type { Conditioner, MaskedConditioner } from './types.ts';

/** The conditioner that the JSON describes. A masked one has its dimensions in index order. */
export function buildConditioner(
  spec: ConditionerSpec,
  dimensions: number,
  paramsPerDim: number,
  rng: Rng,
): Conditioner {
  const common = { dimensions, paramsPerDim, contextDimensions: spec?.context ?? 0, rng };
  switch (spec?.kind) {
    case 'mlp':
      return mlp({ ...common, hidden: spec.hidden, activation: spec.activation });
    case 'residual-mlp':
      return residualMlp({ ...common, width: spec.width, blocks: spec.blocks, activation: spec.activation });
    case 'made':
    case 'residual-made': {
      const order = Array.from({ length: dimensions }, (_, i) => i);
      return buildMaskedConditioner(spec, order, paramsPerDim, rng);
    }
    default:
      throw unknownKind('conditioner', spec, ['mlp', 'residual-mlp', 'made', 'residual-made']);
  }
}

/** The masked conditioner that the JSON describes, for an order of the dimensions. */
export function buildMaskedConditioner(
  spec: MaskedConditionerSpec,
  order: readonly number[],
  paramsPerDim: number,
  rng: Rng,
): MaskedConditioner {
  const common = { order, paramsPerDim, contextDimensions: spec?.context ?? 0, rng };
  switch (spec?.kind) {
    case 'made':
      return made({ ...common, hidden: spec.hidden, activation: spec.activation });
    case 'residual-made':
      return residualMade({ ...common, width: spec.width, blocks: spec.blocks, activation: spec.activation });
    default:
      throw unknownKind('conditioner', spec, ['made', 'residual-made']);
  }
}
