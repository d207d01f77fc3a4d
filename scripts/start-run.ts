import { readFile } from 'node:fs/promises';
import { loadData } from '../src/training/data-files.ts';
import { Run } from '../src/training/run.ts';
import type { Backend } from '../src/training/backend.ts';
import type { Recipe } from '../src/training/recipe.ts';

/** A run in Node, with what its data need from `public/data`. */
export async function startRun(recipe: Recipe, backend: Backend): Promise<Run> {
  const [engine, digits] = await Promise.all([backend.engineFor(recipe), loadData(recipe.data, readPublicData)]);
  return new Run(recipe, engine, { digits });
}

export async function readPublicData(name: string): Promise<ArrayBuffer> {
  return new Uint8Array(await readFile(`public/data/${name}`)).buffer;
}
