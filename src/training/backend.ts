import * as tf from '#tf';
import '#tf/cpu';
import { buildFlow, disposeFlow, fuse } from '#flows';
import type { Fusion } from '#flows';
import { loadKernels } from '#kernels';
import type { KernelBuild, Kernels } from '#kernels';
import { rng } from '#numerics';
import type { WasmBinaries } from '#tf/wasm';
import type { BackendChoice } from './protocol.ts';
import type { Recipe } from './recipe.ts';

/** What a run computes on: fused kernels where its flow has them all, and tfjs for every other operation. */
export type Engine = {
  readonly tf: 'cpu' | 'wasm';
  readonly kernels?: Kernels;
  /** As the reader sees it. */
  readonly name: string;
  /** Why the kernels, though wanted, do not train this flow. */
  readonly obstacle?: string;
};

/** Knows what each recipe is best computed on. It depends on recipe and choice only, so that a run can be repeated bit for bit. */
export interface Backend {
  engineFor(recipe: Recipe): Promise<Engine>;
}

/** Where the compiled parts are. */
export type Binaries = { tfjs: WasmBinaries; kernels(build: KernelBuild): Promise<BufferSource> };

/**
 * Starts computing, in a worker or in Node. `auto` and `fused` are the exact kernels, beside tfjs's small cpu backend, and tfjs's
 * wasm backend, loaded when it is first needed, for flows that cannot be fused. `auto` goes without what cannot start.
 * @throws Error if the reader insists on something that cannot start.
 */
export async function startBackend(choice: BackendChoice, binaries: Binaries): Promise<Backend> {
  await tf.setBackend('cpu');
  if (choice === 'cpu') return { engineFor: async () => ({ tf: 'cpu', name: 'cpu' }) };
  if (choice === 'wasm') {
    if (!(await wasmStarted(binaries))) throw unavailable('wasm', 'tfjs’s WebAssembly backend cannot start here.');
    return { engineFor: async () => ({ tf: 'wasm', name: 'wasm' }) };
  }
  const kernels = await kernelsFor(choice, binaries);
  const name = choice === 'relaxed' ? 'fused, relaxed' : 'fused, exact';
  return {
    async engineFor(recipe) {
      const obstacle = typeof kernels === 'string' ? kernels : obstacleTo(recipe, kernels);
      if (typeof kernels !== 'string' && obstacle === undefined) return { tf: 'cpu', kernels, name };
      const started = (await wasmStarted(binaries)) ? 'wasm' : 'cpu';
      return { tf: started, name: started, ...(obstacle !== undefined && { obstacle }) };
    },
  };
}

/** From here on tensors are made, and computed with, where this run's are. What has started is switched to at once. */
export function enter({ tf: name }: Engine): void {
  if (tf.getBackend() !== name) void tf.setBackend(name);
}

/** The kernels, or why there are none. */
async function kernelsFor(choice: 'auto' | 'fused' | 'relaxed', binaries: Binaries): Promise<Kernels | string> {
  const build = choice === 'relaxed' ? 'relaxed' : 'exact';
  try {
    return await loadKernels(await binaries.kernels(build), build);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    if (choice !== 'auto') throw unavailable(choice, `The fused kernels cannot start here (${why}).`);
    return `the fused kernels cannot start here (${why})`;
  }
}

/** What keeps the direction that this recipe trains from being fused. Building the flow says it; nothing of it is kept. */
function obstacleTo({ flow: spec, train }: Recipe, kernels: Kernels): string | undefined {
  if (train.objective === 'flow-matching')
    return 'flow matching differentiates the field alone, for which there is no kernel';
  void tf.setBackend('cpu');
  const flow = buildFlow(spec, rng(0));
  const { fusion } = fuse(flow, kernels);
  disposeFlow(flow);
  return inWords(fusion[train.objective === 'reverse-kl' ? 'sampling' : 'scoring']);
}

function inWords(fusion: Fusion): string | undefined {
  if (fusion.fused) return undefined;
  const { layer, kind, reason } = fusion;
  return `${layer === 'base' ? 'the base' : `layer ${layer + 1}`} (${kind}) has no kernel: ${reason}`;
}

async function wasmStarted({ tfjs }: Binaries): Promise<boolean> {
  if (typeof WebAssembly !== 'object') return false;
  try {
    const { startWasm } = await import('#tf/wasm');
    await startWasm(tfjs);
    return true;
  } catch {
    return false;
  }
}

function unavailable(choice: BackendChoice, why: string): Error {
  return new Error(`${why} Take backend=${choice} out of the address.`);
}
