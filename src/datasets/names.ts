/** On the plane, in the order in which a menu should show them. A file of its own: a menu must not load what draws and scores them. */
export const planarNames = [
  'moons',
  'circles',
  'rings',
  'eight-gaussians',
  'checkerboard',
  'pinwheel',
  'two-spirals',
  'swiss-roll',
  'two-discs',
  'banana',
] as const;

/** On the line. */
export const lineNames = ['bimodal'] as const;

export const datasetNames = [...planarNames, ...lineNames] as const;

export type PlanarName = (typeof planarNames)[number];
export type LineName = (typeof lineNames)[number];
export type DatasetName = PlanarName | LineName;

/** In the order of the table in Rezende & Mohamed 2015. */
export const energyNames = ['u1', 'u2', 'u3', 'u4'] as const;

export type EnergyName = (typeof energyNames)[number];
