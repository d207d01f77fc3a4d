export { atan2, cos, exp, expm1, log, log1p, pow, sin, tanh } from './elementary.ts';
export { erf, erfc, erfcx } from './error-function.ts';
export { cellArea, gridPoints } from './grid.ts';
export type { Grid } from './grid.ts';
export { det, householderQr, inverse, lu } from './linalg.ts';
export type { Lu, SquareMatrix } from './linalg.ts';
export { gaussLegendre } from './quadrature.ts';
export type { Quadrature } from './quadrature.ts';
export { normals, rng, shuffled } from './rng.ts';
export type { Rng } from './rng.ts';
export { areaUnderRoc, roc } from './roc.ts';
export type { RocPoint, ScoredKinds } from './roc.ts';
export { i0e, logSumExp } from './special.ts';
export { covariance2, gaussianEntropy2, gaussianLogDensity2, mean, mean2, standardError } from './statistics.ts';
export type { Matrix2 } from './statistics.ts';
export {
  SolverFailed,
  classicalTableau,
  dopri5,
  dormandPrinceError,
  dormandPrinceStep,
  dormandPrinceTableau,
  errorWeights,
  euler,
  eulerTableau,
  firstStep,
  float64Space,
  halfwayWeights,
  midpoint,
  midpointTableau,
  nextStep,
  rk4,
  threeEighths,
  threeEighthsTableau,
} from './ode/index.ts';
export type {
  Dopri5Options,
  FixedStepOptions,
  Leg,
  Slope,
  Solution,
  Solver,
  Tableau,
  Tolerances,
  VectorSpace,
} from './ode/index.ts';
