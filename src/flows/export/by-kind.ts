import { unknownKind } from '../build-errors.ts';

/** One entry for each kind of a spec: TypeScript names the kind that has none. */
export type ByKind<Spec extends { kind: string }, Rest extends unknown[], Result> = {
  readonly [K in Spec['kind']]: (spec: Extract<Spec, { kind: K }>, ...rest: Rest) => Result;
};

/**
 * The entry for a spec, called with it.
 * @throws TypeError for a kind that does not exist: JSON from outside may name any.
 */
export function byKind<Spec extends { kind: string }, Rest extends unknown[], Result>(
  what: string,
  table: ByKind<Spec, Rest, Result>,
  spec: Spec,
  ...rest: Rest
): Result {
  if (typeof spec?.kind !== 'string' || !Object.hasOwn(table, spec.kind)) {
    throw unknownKind(what, spec, Object.keys(table));
  }
  const entry = table[spec.kind as Spec['kind']] as (spec: Spec, ...rest: Rest) => Result;
  return entry(spec, ...rest);
}

/** @throws TypeError for a name that the table does not have. */
export function byName<Name extends string, Entry>(what: string, table: Record<Name, Entry>, name: Name): Entry {
  if (!Object.hasOwn(table, name)) throw unknownKind(what, { kind: name }, Object.keys(table));
  return table[name];
}
