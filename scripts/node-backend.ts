import { fileURLToPath } from 'node:url';
import { startBackend } from '../src/training/backend.ts';
import type { BackendChoice } from '../src/training/protocol.ts';

/** Starts tfjs in Node, on the binaries that the packages ship. */
export function startNodeBackend(choice: BackendChoice = 'auto'): Promise<string> {
  const binary = (name: string) => fileURLToPath(import.meta.resolve(`@tensorflow/tfjs-backend-wasm/dist/${name}`));
  return startBackend(choice, { simd: binary('tfjs-backend-wasm-simd.wasm'), plain: binary('tfjs-backend-wasm.wasm') });
}
