export { computedFloor, dataset, noiseRange } from './dataset.ts';
export { datasetNames, planarNames } from './names.ts';
export type { DatasetName, PlanarName } from './names.ts';
export { energy, energyNames } from './energy.ts';
export { bump, ramp, wave } from './ridge-energies.ts';
export type { Energy, EnergyName, EnergySpec } from './energy-types.ts';
export { heldOut } from './held-out.ts';
export type { HeldOut } from './held-out.ts';
export type { Dataset, DatasetSpec, Floor, PlanarDataset, PlanarSpec } from './types.ts';
