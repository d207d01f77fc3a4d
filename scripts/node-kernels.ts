import { readFile } from 'node:fs/promises';
import { loadKernels } from '#kernels';
import type { KernelBuild, Kernels } from '#kernels';

/** The kernels in Node, from the binaries that `scripts/kernels.mjs` made. */
export async function nodeKernels(build: KernelBuild = 'exact'): Promise<Kernels> {
  return loadKernels(await readKernels(build), build);
}

export function readKernels(build: KernelBuild): Promise<BufferSource> {
  return readFile(`src/kernels/binaries/${build}.wasm`);
}
