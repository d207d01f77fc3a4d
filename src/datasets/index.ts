export { computedFloor, dataset, noiseRange } from './dataset.ts';
export { datasetNames, energyNames } from './names.ts';
export type { DatasetName, EnergyName } from './names.ts';
export { energy } from './energy.ts';
export { bump, ramp, wave } from './ridge-energies.ts';
export type { Energy, EnergySpec } from './energy-types.ts';
export { heldOut, scorePoints } from './held-out.ts';
export type { HeldOut } from './held-out.ts';
export type { Dataset, DatasetSpec, Floor } from './types.ts';
