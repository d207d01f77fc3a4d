import { existsSync, readFileSync } from 'node:fs';
import type { RecipeName, Shipped } from '#training';
import type { About } from './lab-data.ts';

/** What the shipped result of a recipe says of itself; undefined where none is shipped. Read while the page is built. */
export function readShipped(recipe: RecipeName): About | undefined {
  const file = `public/weights/${recipe}.json`;
  if (!existsSync(file)) return undefined;
  const { step, backend, heldOut, metrics } = JSON.parse(readFileSync(file, 'utf8')) as Shipped;
  return { step, backend, heldOut, metrics };
}
