/** Stands in for the threaded build's glue code, which the bundler must find but the book never runs (no COOP/COEP). */
export default function threadsAreOff(): never {
  throw new Error('The threaded wasm build is not part of the book.');
}
export const wasmWorkerContents = '';
