import { householder } from '#flows';
import { rng } from '#numerics';
import { numberOf } from '../format.ts';
import { everyEntry } from '../preparation.ts';
import type { Adapter } from '../preparation.ts';

/** K mirrors in the order of the rows. */
export const householderAdapter: Adapter = (golden) => {
  const map = householder({ dimensions: numberOf(golden, 'D'), reflections: numberOf(golden, 'K'), rng: rng(0) });
  const [vectors] = map.parameters;
  return { map, bindings: [{ param: 'q_vectors', variable: vectors!, at: everyEntry(vectors!) }] };
};
