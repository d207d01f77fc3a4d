/** What runs compute on in tests, with kernels that were compiled from the sources as they are. */
import type { Backend } from '../../src/training/backend.ts';
import { ensureKernels } from '../../scripts/kernels.mjs';
import { startNodeBackend } from '../../scripts/node-backend.ts';
import type { BackendChoice } from '../../src/training/protocol.ts';

export async function testBackend(choice: BackendChoice = 'fused'): Promise<Backend> {
  await ensureKernels();
  return startNodeBackend(choice);
}
