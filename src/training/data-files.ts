import { digits } from '#datasets';
import type { Digits } from '#datasets';
import type { DataSpec } from './recipe.ts';

/** Reads a file of the site's `data/` folder: a page fetches it, Node takes it from the disk. */
export type ReadFile = (name: string) => Promise<ArrayBuffer>;

/** What a run needs beside its recipe: the images, where it learns images; nothing where a formula draws the data. */
export async function loadData(data: DataSpec, read: ReadFile): Promise<Digits | undefined> {
  if (data.name !== 'digits') return undefined;
  const [images, labels] = await Promise.all([read('digits8x8.images.bin'), read('digits8x8.labels.bin')]);
  return digits(new Uint8Array(images), new Uint8Array(labels));
}
