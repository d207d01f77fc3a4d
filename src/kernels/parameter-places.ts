import type { Arena } from './arena.ts';
import type { Place } from './program.ts';

/** Where a layer reads some of its parameters, and where it adds their gradient. */
export type Bound = { value: number; gradient: number };

/**
 * Gives every `Place` an address. Parameters that stand together are read where they are; scattered ones are gathered before a
 * run, and their gradient is scattered after it.
 */
export function parameterPlaces(room: Arena, parameters: number, gradient: number) {
  const records: number[] = [];
  return {
    at(place: Place): Bound {
      if (typeof place === 'number') return { value: parameters + 4 * place, gradient: gradient + 4 * place };
      const bound = { value: room.numbers(place.length), gradient: room.numbers(place.length) };
      records.push(place.length, room.words(place), parameters, bound.value, gradient, bound.gradient);
      return bound;
    },
    /** The records of `Copy`, once all places have been asked for. */
    table: () => ({ count: records.length / 6, address: room.words(records) }),
  };
}
