export { colorAt, colorTable, mixTables, parseRgb, type ColorTable, type Rgb } from './color-scale.ts';
export { crest, paintDensity } from './density-image.ts';
export { duration, fixed, pair, tiny, whole } from './format.ts';
export { lossDomain, lossPlot, type LossHistory, type LossSize } from './loss-plot.ts';
export { densityStops, logDetStops, readPalette, watchTheme, type Palette } from './palette.ts';
export { baseWindow, planeScale, squareWindow, ticks, type PlaneScale, type Window } from './scales.ts';
export {
  cellsByColor,
  lattice,
  latticeLines,
  logDetBucket,
  logDetBuckets,
  logDetReach,
  type Lattice,
} from './warped-grid.ts';
