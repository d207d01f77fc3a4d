export { computedFloor, dataset, noiseRange } from './dataset.ts';
export { datasetNames } from './names.ts';
export type { DatasetName } from './names.ts';
export { heldOut } from './held-out.ts';
export type { HeldOut } from './held-out.ts';
export type { Dataset, DatasetSpec, Floor } from './types.ts';
