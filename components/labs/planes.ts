/** The data sets' titles and windows, for the page to be built with. */
import { dataset, datasetNames } from '#datasets';
import type { Planes } from './lab-data.ts';

export const planes = Object.fromEntries(
  datasetNames.map((name) => {
    const { title, box } = dataset({ name });
    return [name, { title, box }];
  }),
) as Planes;
