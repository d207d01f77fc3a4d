/** The kernels for tests, compiled first where their sources have changed. */
import type { KernelBuild, Kernels } from '#kernels';
import { ensureKernels } from '../../scripts/kernels.mjs';
import { nodeKernels } from '../../scripts/node-kernels.ts';

export async function testKernels(build: KernelBuild = 'exact'): Promise<Kernels> {
  await ensureKernels();
  return nodeKernels(build);
}
