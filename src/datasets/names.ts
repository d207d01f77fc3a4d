/** In the order in which a menu should show them. A file of its own: a menu must not load what draws and scores them. */
export const datasetNames = [
  'moons',
  'circles',
  'rings',
  'eight-gaussians',
  'checkerboard',
  'pinwheel',
  'two-spirals',
  'swiss-roll',
] as const;

export type DatasetName = (typeof datasetNames)[number];

/** In the order of the table in Rezende & Mohamed 2015. */
export const energyNames = ['u1', 'u2', 'u3', 'u4'] as const;

export type EnergyName = (typeof energyNames)[number];
