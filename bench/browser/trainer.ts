/** A worker that trains one model of the bench: it reads the files that all contenders read, and answers as they do. */
import * as tf from '#tf';
import '#tf/cpu';
import { loadKernels } from '#kernels';
import { startTraining } from '../harness/training.ts';
import type { Description } from '../harness/model.ts';
import type { Stretch } from '../harness/contender.ts';

const scope = globalThis as unknown as DedicatedWorkerGlobalScope;
const bytes = async (name: string) => (await fetch(`/model/${name}`)).arrayBuffer();

async function start() {
  await tf.setBackend('cpu');
  const [weights, batches, heldOut, kernels] = await Promise.all(
    ['weights.bin', 'batches.bin', 'held-out.bin', 'exact.wasm'].map(bytes),
  );
  const description = (await (await fetch('/model/model.json')).json()) as Description;
  const model = {
    description,
    weights: weights!,
    batches: new Float32Array(batches!),
    heldOut: new Float32Array(heldOut!),
  };
  return startTraining(model, await loadKernels(kernels!));
}

const training = start();
scope.onmessage = async ({ data: steps }: MessageEvent<number>) => {
  const answer: Stretch = await (await training).run(steps);
  scope.postMessage(answer);
};
