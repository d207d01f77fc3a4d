import { actnorm } from '#flows';
import { numberOf } from '../format.ts';
import { everyEntry } from '../preparation.ts';
import type { Adapter } from '../preparation.ts';

/** out = x·exp(s) + t with constant s, t: what actnorm is once it has been initialised. */
export const elementwiseAffineAdapter: Adapter = (golden) => {
  const map = actnorm(numberOf(golden, 'D'));
  const [logScale, shift] = map.parameters;
  return {
    map,
    bindings: [
      { param: 's', variable: logScale!, at: everyEntry(logScale!) },
      { param: 't', variable: shift!, at: everyEntry(shift!) },
    ],
  };
};
