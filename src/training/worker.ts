/** The page's one training worker. All it does itself is to start; what it does then stands in `serve.ts`. */
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import { startBackend } from './backend.ts';
import { Scheduler } from './scheduler.ts';
import { serve } from './serve.ts';
import type { KernelBuild } from '#kernels';
import type { Command, Report, Start } from './protocol.ts';

const scope = globalThis as unknown as DedicatedWorkerGlobalScope;
const { port1: ticking, port2: heard } = new MessageChannel();
/** A macrotask without the 4 ms that nested timers cost, so that commands are heard between two slices. */
const breathe = () =>
  new Promise<void>((resolve) => {
    heard.onmessage = () => resolve();
    ticking.postMessage(null);
  });

const read = (name: string) =>
  download(`${import.meta.env.BASE_URL.replace(/\/$/, '')}/data/${name}`, `data file ${name}`);

const kernels = {
  exact: new URL('../kernels/binaries/exact.wasm', import.meta.url).href,
  relaxed: new URL('../kernels/binaries/relaxed.wasm', import.meta.url).href,
};
const binaries = {
  tfjs: { simd, plain },
  kernels: (build: KernelBuild) => download(kernels[build], `file of the ${build} kernels`),
};

async function download(address: string, what: string): Promise<ArrayBuffer> {
  const response = await fetch(address).catch(() => undefined);
  if (!response?.ok) throw new Error(`The ${what} could not be loaded.`);
  return response.arrayBuffer();
}

const early: Command[] = [];
let receive = (command: Command): void => void early.push(command);

// A rejection nobody handles would end in silence; as an error it reaches the page, which starts another worker.
scope.onunhandledrejection = ({ reason }) => reportError(reason);
scope.onmessage = async ({ data }: MessageEvent<Start | Command>) => {
  if (data.type !== 'start') return receive(data);
  const post = (report: Report, transfer: Transferable[] = []) => scope.postMessage(report, transfer);
  try {
    const backend = await startBackend(data.backend, binaries);
    const now = () => performance.now();
    serve({ post, listen: (handler) => (receive = handler) }, new Scheduler(now, breathe), { backend, now, read });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    receive = ({ type, session, run }) => {
      if (type === 'prepare') post({ type: 'failed', session, run, reason: 'unsupported', step: 0, message });
    };
  }
  for (const command of early.splice(0)) receive(command);
};
