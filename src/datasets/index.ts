export { computedFloor, dataset, datasetNames, noiseRange } from './dataset.ts';
export { heldOut } from './held-out.ts';
export type { HeldOut } from './held-out.ts';
export type { Dataset, DatasetName, DatasetSpec, Floor } from './types.ts';
