import { brackets, labelled, text } from '../layout.ts';
import type { Code } from '../layout.ts';

/** Code whose needs are the names that it imports from `#flows`. */
export type TypeScript = Code<string>;

/** name(first, second, …); a single list or object shares the call's brackets. */
export function call(name: string, ...values: TypeScript[]): TypeScript {
  const [only, ...more] = values;
  if (only?.items.length && more.length === 0 && /^[[{]$/.test(only.before)) {
    return brackets(`${name}(${only.before}`, only.items, `${only.after})`, name, ...only.needs);
  }
  return brackets(`${name}(`, values, ')', name);
}

/** { first: …, second: … }; a value named like its property is written once. */
export function object(named: Record<string, TypeScript>): TypeScript {
  const items = Object.entries(named).map(([name, code]) =>
    code.before === name && code.items.length === 0 ? code : labelled(`${name}: `, code),
  );
  return brackets('{', items, '}');
}

/** A stream of the random numbers that `rng` stands for. */
export function streamOf(rng: TypeScript, label: string): TypeScript {
  return text(`${rng.before}.stream('${label}')`, ...rng.needs);
}
