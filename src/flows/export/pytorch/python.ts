import { brackets, labelled } from '../layout.ts';
import type { Code } from '../layout.ts';

/** A class or function of the script, with those that must stand before it. */
export type Definition = { name: string; source: string; needs: readonly Definition[] };
export type Python = Code<Definition>;

export function define(name: string, source: string, ...needs: Definition[]): Definition {
  return { name, source: source.trimEnd(), needs };
}

/** name(first=…, second=…) */
export function construct(definition: Definition, named: Record<string, Python> = {}): Python {
  const items = Object.entries(named).map(([name, code]) => labelled(`${name}=`, code));
  return brackets(`${definition.name}(`, items, ')', definition);
}

/** The definitions and all that they need, each once, and after what it needs. */
export function inOrder(definitions: readonly Definition[], before: readonly Definition[] = []): Definition[] {
  return definitions.reduce<Definition[]>(
    (done, definition) => (done.includes(definition) ? done : [...inOrder(definition.needs, done), definition]),
    [...before],
  );
}
