import type { SolverSpec } from '../continuous/spec.ts';

type Adaptive = Extract<SolverSpec, { kind: 'dopri5' }>;
type FixedStepKind = Exclude<SolverSpec['kind'], 'dopri5'>;

/** `SolverSpec` with one member for each kind, as a table by kind wants it. */
export type EachSolver = Adaptive | { [K in FixedStepKind]: { kind: K; steps: number } }[FixedStepKind];
