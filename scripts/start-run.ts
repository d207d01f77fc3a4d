import { readFile } from 'node:fs/promises';
import { loadData } from '../src/training/data-files.ts';
import { Run } from '../src/training/run.ts';
import type { Recipe } from '../src/training/recipe.ts';

/** A run in Node, with what its data need from `public/data`. */
export async function startRun(recipe: Recipe): Promise<Run> {
  return new Run(recipe, undefined, await loadData(recipe.data, readPublicData));
}

export async function readPublicData(name: string): Promise<ArrayBuffer> {
  return new Uint8Array(await readFile(`public/data/${name}`)).buffer;
}
