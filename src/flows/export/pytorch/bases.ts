import type { BaseSpec } from '../../spec.ts';
import { byKind } from '../by-kind.ts';
import type { ByKind } from '../by-kind.ts';
import { literal } from '../layout.ts';
import * as classes from './classes.ts';
import { construct } from './python.ts';
import type { Python } from './python.ts';

const table: ByKind<BaseSpec, [], Python> = {
  'standard-normal': ({ dimensions }) => construct(classes.standardNormal, { dimensions: literal(dimensions) }),
};

/** A base distribution, as the call that makes it. */
export function baseToPython(spec: BaseSpec): Python {
  return byKind('base', table, spec);
}
