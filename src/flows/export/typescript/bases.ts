import type { BaseSpec } from '../../spec.ts';
import { byKind } from '../by-kind.ts';
import type { ByKind } from '../by-kind.ts';
import { literal } from '../layout.ts';
import { call } from './typescript.ts';
import type { TypeScript } from './typescript.ts';

const table: ByKind<BaseSpec, [], TypeScript> = {
  'standard-normal': ({ dimensions }) => call('standardNormal', literal(dimensions)),
};

/** A base distribution, as the call that makes it. */
export function baseToTypeScript(spec: BaseSpec): TypeScript {
  return byKind('base', table, spec);
}
