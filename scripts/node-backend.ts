import { fileURLToPath } from 'node:url';
import { startBackend } from '../src/training/backend.ts';
import { readKernels } from './node-kernels.ts';
import type { Backend } from '../src/training/backend.ts';
import type { BackendChoice } from '../src/training/protocol.ts';

/** Starts computing in Node: by default on the exact kernels, whose bits are those of every browser. */
export function startNodeBackend(choice: BackendChoice = 'fused'): Promise<Backend> {
  const binary = (name: string) => fileURLToPath(import.meta.resolve(`@tensorflow/tfjs-backend-wasm/dist/${name}`));
  return startBackend(choice, {
    tfjs: { simd: binary('tfjs-backend-wasm-simd.wasm'), plain: binary('tfjs-backend-wasm.wasm') },
    kernels: readKernels,
  });
}
