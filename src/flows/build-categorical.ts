import type { Rng } from '#numerics';
import { unknownKind } from './build-errors.ts';
import { categoricalAutoregressive } from './distributions/categorical-autoregressive.ts';
import { allOrNothing } from './make-variable.ts';
import type { CategoricalSpec } from './spec.ts';
import type { Distribution } from './types.ts';

/** A model of whole numbers that knows the JSON it was built from. */
export type SpecifiedCategorical = Distribution & { readonly spec: CategoricalSpec };

/**
 * Builds the model of whole numbers that the JSON describes. It is no flow: there is no base, and no bijection.
 * @throws TypeError for a kind that does not exist, RangeError for a value out of range; both name argument and value.
 */
export function buildCategorical(spec: CategoricalSpec, rng: Rng): SpecifiedCategorical {
  return allOrNothing(() => {
    if (spec?.kind !== 'categorical-autoregressive') {
      throw unknownKind('buildCategorical', spec, ['categorical-autoregressive']);
    }
    const { order, categories, hidden, activation } = spec;
    const model = categoricalAutoregressive({ order, categories, hidden, activation, rng });
    return { ...model, spec: structuredClone(spec) };
  });
}
