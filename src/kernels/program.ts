/**
 * A stack of layers as the kernels run it: in the order of computation, so scoring has the flow's last layer first.
 * `inverse` says that a layer's formula is read from x to z.
 */
export type KernelProgram = {
  dimensions: number;
  /** Length of the flat parameter vector. */
  parameters: number;
  steps: readonly KernelStep[];
};

export type KernelStep =
  /** y[i] = x[order[i]] */
  | { kind: 'permutation'; order: readonly number[] }
  /** x = z·exp(logScale) + shift */
  | { kind: 'actnorm'; inverse: boolean; logScale: Place; shift: Place }
  /** x = z + û·h(wᵀz + b), in this direction alone; h = tanh, or a leaky ReLU with this slope. */
  | { kind: 'planar'; u: Place; w: Place; b: Place; activation: 'tanh' | { slope: number } }
  /** x = c + (z − c)·(r + softplus(b))/(r + |a|), r = ‖z − c‖, in this direction alone. */
  | { kind: 'radial'; a: Place; b: Place; centre: Place }
  | LinearStep
  | OdeStep
  | ConditionedStep;

/**
 * An invertible matrix T = L·U', packed in one: L below the diagonal with ones on it, U' above it, with diagonal softplus(·) + 1e-3.
 * x = T z + bias.  Or, with `glow`, diagonal signs·exp(·) and rows z = x′T, x′ᵢ = x[back[i]].
 */
export type LinearStep = {
  kind: 'linear';
  inverse: boolean;
  factors: Place;
  form: { kind: 'lu'; bias: Place } | { kind: 'glow'; back: readonly number[]; signs: readonly number[] };
};

/**
 * dz/dt = v(z, t) from t = 0 to 1, or from 1 to 0, in equal steps of an explicit Runge–Kutta method (nodes c, rows of a below its
 * diagonal, weights b), with log-det = ∫ tr ∂v/∂z dt by the same method. v is a network; its last layer has no activation.
 */
export type OdeStep = {
  kind: 'ode';
  inverse: boolean;
  steps: number;
  tableau: { nodes: readonly number[]; rows: readonly (readonly number[])[]; weights: readonly number[] };
  activation: 'tanh' | 'softplus';
  layers: readonly FieldLayer[];
};

/** h W + b, W [inputs, outputs], with `time` h W + b + t·weights, or (h W + b)∘σ(t·gate + gateBias) + t·shift. */
export type FieldLayer = {
  inputs: number;
  outputs: number;
  weights: Place;
  bias: Place;
  time?: { kind: 'input'; weights: Place } | { kind: 'squash'; gate: Place; gateBias: Place; shift: Place };
};

/** A network reads the dimensions `reads` of a step's input; its θ moves the dimensions `moves`. */
export type ConditionedStep = {
  kind: 'conditioned';
  inverse: boolean;
  reads: readonly number[];
  moves: readonly number[];
  transformer: KernelTransformer;
  /** Its last layer gives θ parameter by parameter: all first parameters of `moves`, then all second ones. */
  network: readonly DenseLayer[];
  /** With it the network is residual: a first layer, blocks h ← h + a(a(h) W′ + b′) W″ + b″ of two layers each, and a last one. */
  residual?: 'relu' | 'tanh';
};

/** x = z + t, or x = z·exp(s) + t with s = u | bound·tanh(u/bound) | u/(1 + |u|/bound). */
export type KernelTransformer =
  | { kind: 'additive' }
  | { kind: 'exponential' }
  | { kind: 'soft-clamp'; bound: number }
  | { kind: 'soft-clip'; bound: number }
  /** Rational-quadratic: K widths, K heights, then the slopes of the inner knots, or of all of them. */
  | { kind: 'spline'; bins: number; interval: readonly [left: number, right: number]; ends: 'linear' | 'free' }
  /** Logistic mixture CDF and logit, read from x to z alone; the means of θ = 0 stand at `offsets`. */
  | { kind: 'mixture'; offsets: readonly number[] };

/** activation(h W + b), W [inputs, outputs]. */
export type DenseLayer = {
  inputs: number;
  outputs: number;
  weights: Place;
  bias: Place;
  activation: 'linear' | 'relu' | 'tanh';
};

/** Where numbers stand in the flat parameter vector: together from an offset, or each at a position of its own; −1 is a fixed 0. */
export type Place = number | Int32Array;

/** How many numbers the transformer wants for each dimension that it moves. */
export function parametersOf(transformer: KernelTransformer): number {
  if (transformer.kind === 'additive') return 1;
  if (transformer.kind === 'spline') return 3 * transformer.bins + (transformer.ends === 'free' ? 1 : -1);
  if (transformer.kind === 'mixture') return 3 * transformer.offsets.length;
  return 2;
}
