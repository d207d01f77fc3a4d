import { rk4, rng, threeEighths } from '#numerics';
import type { Solver } from '#numerics';
import { continuous, mlpField } from '../index.ts';
import type { ContinuousOptions, MlpFieldOptions } from '../index.ts';
import type { LawRow } from './law-table.ts';
import { perturb } from './perturb.ts';

type FieldOptions = Pick<MlpFieldOptions, 'layer' | 'activation' | 'hidden'>;
const squash: FieldOptions = { layer: 'concat-squash', activation: 'tanh', hidden: [5, 4] };

/** Steps enough that the solver's error is below the laws' tolerance. */
function continuousRow(
  dimensions: number,
  solver: Solver,
  options: FieldOptions = squash,
  rest: Partial<ContinuousOptions> = {},
): LawRow {
  const { layer, activation, hidden } = options;
  const how = [rest.gradient, rest.trace?.kind].filter((part) => part !== undefined).join(', ');
  return {
    name: `continuous (${solver.name}, ${layer} ${activation} ${hidden.join('-')}${how && `, ${how}`}), d = ${dimensions}`,
    build: () => {
      // A field's last layer starts at 0, and the laws' own perturbation leaves the flow nearly volume-preserving.
      const field = mlpField({ ...options, dimensions, rng: rng(dimensions, layer) });
      perturb(field.parameters, rng(5, layer), 0.8);
      return continuous({ field, solver, ...rest });
    },
    dimensions,
    cells: 128,
  };
}

/** Rows of the law table. Euler and adaptive steps have tests of their own: laws hold to the solver's error, rows share their steps. */
export const continuousRows: readonly LawRow[] = [
  continuousRow(1, rk4({ steps: 16 })),
  continuousRow(2, rk4({ steps: 16 })),
  continuousRow(5, threeEighths({ steps: 16 })),
  continuousRow(8, rk4({ steps: 16 })),
  continuousRow(2, rk4({ steps: 16 }), { layer: 'concat', activation: 'softplus', hidden: [5] }),
  continuousRow(3, rk4({ steps: 16 }), { layer: 'ignore', activation: 'tanh', hidden: [] }),
  continuousRow(2, rk4({ steps: 16 }), { layer: 'concat', activation: 'tanh', hidden: [4, 5, 3] }),
  continuousRow(3, rk4({ steps: 16 }), { layer: 'concat-squash', activation: 'softplus', hidden: [4, 3, 3, 4] }),
  continuousRow(2, rk4({ steps: 16 }), squash, { gradient: 'checkpointed' }),
];
