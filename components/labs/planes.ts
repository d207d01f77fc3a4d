/** Titles and windows of data sets and energies, for the page to be built with. */
import { dataset, planarNames, energy, energyNames } from '#datasets';
import type { Planes } from './lab-data.ts';

export const planes = Object.fromEntries(
  [...planarNames.map((name) => dataset({ name })), ...energyNames.map((name) => energy({ name }))].map(
    ({ name, title, box }) => [name, { title, box }],
  ),
) as Planes;
