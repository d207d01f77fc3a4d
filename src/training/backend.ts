import * as tf from '#tf';
import type { BackendChoice } from './protocol.ts';
import type { WasmBinaries } from '#tf/wasm';

/**
 * Starts tfjs in a worker or in Node: wasm where there is WebAssembly, plain cpu elsewhere or by choice.
 * @returns the backend's name as shown to the reader.
 * @throws Error if the reader insists on wasm and it cannot start.
 */
export async function startBackend(choice: BackendChoice, binaries: WasmBinaries): Promise<string> {
  if (choice !== 'cpu' && typeof WebAssembly === 'object') {
    const { locateWasm } = await import('#tf/wasm');
    locateWasm(binaries);
    if (await started('wasm')) return 'wasm';
  }
  if (choice === 'wasm') throw new Error('WebAssembly cannot start here. Take backend=wasm out of the address.');
  await import('#tf/cpu');
  if (!(await started('cpu'))) throw new Error('No tfjs backend can start here.');
  return 'cpu';
}

async function started(name: string): Promise<boolean> {
  try {
    return await tf.setBackend(name);
  } catch {
    return false;
  }
}
