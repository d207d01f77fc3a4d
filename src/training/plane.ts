import { dataset, energy } from '#datasets';
import { isEnergy, planeSpec } from './recipe.ts';
import type { PlanarDataset } from '#datasets';
import type { DataSpec } from './recipe.ts';

/** What a view of the plane needs of the truth. */
export type Plane = Pick<PlanarDataset, 'title' | 'box' | 'logDensity' | 'sample'>;

/** The distribution that a recipe's flow learns. An energy is normalised on its box, and there is nothing drawn from it to show. */
export function planeOf(data: DataSpec): Plane {
  const spec = planeSpec(data);
  if (!isEnergy(spec)) return dataset(spec);
  const { title, box, logUnnormalised, logNormaliser } = energy(spec);
  return {
    title,
    box,
    logDensity: (points) => logUnnormalised(points).map((value) => value - logNormaliser.nats),
    sample: () => new Float32Array(),
  };
}
