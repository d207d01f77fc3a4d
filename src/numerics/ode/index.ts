export { firstStep, nextStep } from './controller.ts';
export { dopri5, dormandPrinceError, dormandPrinceStep } from './dopri5.ts';
export type { Dopri5Options } from './dopri5.ts';
export { euler, midpoint, rk4, threeEighths } from './fixed-steps.ts';
export type { FixedStepOptions } from './fixed-steps.ts';
export { SolverFailed } from './solver.ts';
export type { Leg, Solution, Solver } from './solver.ts';
export { float64Space } from './vector-space.ts';
export type { Slope, Tolerances, VectorSpace } from './vector-space.ts';
export {
  classicalTableau,
  dormandPrinceTableau,
  errorWeights,
  eulerTableau,
  halfwayWeights,
  midpointTableau,
  threeEighthsTableau,
} from './tableaux.ts';
export type { Tableau } from './tableaux.ts';
