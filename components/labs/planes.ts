/** The data sets' titles and windows, for the page to be built with. */
import { dataset, planarNames } from '#datasets';
import type { Planes } from './lab-data.ts';

export const planes = Object.fromEntries(
  planarNames.map((name) => {
    const { title, box } = dataset({ name });
    return [name, { title, box }];
  }),
) as Planes;
