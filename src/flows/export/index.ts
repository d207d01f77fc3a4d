/**
 * The door to the exporters: a flow's JSON, and its weights, as code. Nothing behind it touches tfjs, so that a page can
 * write code without loading what trains.
 */
export { toPyTorch } from './pytorch/to-pytorch.ts';
export { toTypeScript } from './typescript/to-typescript.ts';
export type { ExportOptions } from './export-options.ts';
