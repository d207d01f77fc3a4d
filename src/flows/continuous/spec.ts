/** A continuous flow as JSON. x is where the field carries z from t = 0 to t = 1. */
export type ContinuousSpec = {
  kind: 'continuous';
  dimensions: number;
  field: FieldSpec;
  solver: SolverSpec;
  /** Exact where it is left out. */
  trace?: TraceSpec;
  /** `direct` where it is left out. */
  gradient?: GradientMethod;
};

export type FieldSpec = {
  kind: 'mlp';
  layer: FieldLayerKind;
  hidden: number[];
  activation: FieldActivation;
  /** Width of the context that it reads; left out or 0, it reads none. */
  context?: number;
};
/** How a layer of a field's network reads time, and the context with it. */
export type FieldLayerKind = 'ignore' | 'concat' | 'concat-squash';
export type FieldActivation = 'tanh' | 'softplus';

/** rk4 is the classical method, three-eighths the one that torchdiffeq calls rk4. */
export type SolverSpec =
  | { kind: 'euler' | 'midpoint' | 'rk4' | 'three-eighths'; steps: number }
  | { kind: 'dopri5'; relative?: number; absolute?: number; maxSteps?: number };

/** With Hutchinson's estimate in training the score still has the exact trace. */
export type TraceSpec = { kind: 'exact' } | { kind: 'hutchinson'; probe: ProbeKind };
/** Of each entry of a probe: mean 0 and variance 1, so that E eᵀJe = tr J. */
export type ProbeKind = 'gaussian' | 'rademacher';

/** Through the solver's steps; the same step by step with less memory; or the adjoint equation solved backwards. */
export type GradientMethod = 'direct' | 'checkpointed' | 'adjoint';
