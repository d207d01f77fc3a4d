/**
 * What a compiled program looks like in memory: records of 32-bit words, written by `words.ts` field by field in this order.
 * Every address is absolute. Matrices are row-major; features of a shard are [features][64].
 */

@unmanaged
export class Program {
  dimensions: i32;
  steps: i32;
  /** Addresses of the steps, in the order in which they run. */
  table: usize;
  copies: i32;
  /** The records of what is gathered before a run and scattered after it, one after the other. */
  copyTable: usize;
  /** What a gradient run sets to 0 first. */
  gradients: usize;
  gradientBytes: i32;
  /** Points in and out, row-major [n][d], and for each row the log-det or the log density. */
  x: usize;
  y: usize;
  logDet: usize;
  /** ∂/∂y in, ∂/∂x out, row-major; ∂/∂logDet in. */
  cotangent: usize;
  logDetCotangent: usize;
  /** One shard: log-det so far, the cotangent as it is pulled back, and that of the log-det. */
  total: usize;
  pulled: usize;
  pulledLogDet: usize;
  /** −½ d log 2π, a float32. */
  normalisation: f32;
}

/** target[c] = source[index[c]], or 0 for −1; gradients go the other way. */
@unmanaged
export class Copy {
  count: i32;
  index: usize;
  source: usize;
  target: usize;
  sourceGradient: usize;
  targetGradient: usize;
}

/** The head of every step: state in and out [d][64], and its own log-det [64]. */
@unmanaged
export class Step {
  kind: i32;
  input: usize;
  output: usize;
  logDet: usize;
  /** 0 where the formula is read from z to x, 1 where it is read back. */
  inverse: i32;
  detail: usize;
}

@unmanaged
export class Actnorm {
  logScale: usize;
  shift: usize;
  logScaleGradient: usize;
  shiftGradient: usize;
}

/** A coupling or a masked autoregressive layer: a network reads some dimensions, a transformer moves some. */
@unmanaged
export class Conditioned {
  reads: i32;
  readTable: usize;
  moves: i32;
  moveTable: usize;
  transformer: i32;
  /** A bound or its like. */
  setting: f32;
  network: usize;
  /** θ [parameters·moves][64], parameter by parameter, and its cotangent. */
  theta: usize;
  thetaCotangent: usize;
  /** Of a spline or a mixture; 0 elsewhere. */
  spline: usize;
  mixture: usize;
}

@unmanaged
export class Mixture {
  components: i32;
  /** Where θ = 0 has the means. */
  offsets: usize;
  /** Terms of the three sums of four rows. */
  scratch: usize;
}

@unmanaged
export class Radial {
  a: usize;
  b: usize;
  centre: usize;
  aGradient: usize;
  bGradient: usize;
  centreGradient: usize;
  centreSums: usize;
}

@unmanaged
export class Spline {
  bins: i32;
  left: f32;
  right: f32;
  /** 1 where the slopes at both ends are parameters, too. */
  free: i32;
  /** Shares of widths and heights of four rows. */
  scratch: usize;
}

@unmanaged
export class Network {
  layers: i32;
  /** What it reads, [inputs][64], and where the cotangent of that goes. */
  inputs: usize;
  inputCotangent: usize;
  /** Scratch: two buffers for cotangents of hidden layers, and one for a turned matrix. */
  scratch: usize;
  otherScratch: usize;
  turned: usize;
  /** The activation of a residual network, whose dense layers are the first, two for each block, and the last; 0 for a plain one. */
  residual: i32;
  thirdScratch: usize;
  /** The dense layers follow. */
}

@unmanaged
export class Dense {
  inputs: i32;
  outputs: i32;
  weights: usize;
  bias: usize;
  weightGradient: usize;
  biasGradient: usize;
  activations: usize;
  activation: i32;
  /** In the first layer of a block: the activation of what it reads, [in][64]. */
  activated: usize;
}

@unmanaged
export class Planar {
  u: usize;
  w: usize;
  b: usize;
  uGradient: usize;
  wGradient: usize;
  bGradient: usize;
  /** −1 for tanh, else the slope of a leaky ReLU below 0. */
  slope: f32;
  /** h(s) of the shard, [64]; ∂û, [d]; û, [d]. */
  ridge: usize;
  directionGradient: usize;
  direction: usize;
}

/** Y = Wᵀ X + shift, W [in][out] assembled from triangular factors before a run. */
@unmanaged
export class Linear {
  /** 0: W is L·U with softplus on the diagonal. 1: L·U of Glow, which stands on the scoring side. */
  glow: i32;
  factors: usize;
  factorsGradient: usize;
  /** 0 where there is none. */
  bias: usize;
  biasGradient: usize;
  /** Of Glow: where row i of L·U stands among the dimensions, and the signs of U's diagonal. */
  order: usize;
  signs: usize;
  weights: usize;
  weightsGradient: usize;
  shift: usize;
  shiftGradient: usize;
  /** Σ of the log-det's cotangents, one float32, and log|det W|. */
  volumeGradient: usize;
  volume: usize;
  /** Scratch for a turned matrix, and for the five matrices of float64 in which factors are multiplied and inverted. */
  turned: usize;
  matrices: usize;
}

/** A vector field's network and a Runge–Kutta method. */
@unmanaged
export class Ode {
  layers: i32;
  steps: i32;
  stages: i32;
  /** 0 where the hidden units are tanh, 1 where they are softplus. */
  smooth: i32;
  /** The tableau in float64: c [stages], a [stages][stages], b [stages]. */
  nodes: usize;
  rows: usize;
  weights: usize;
  /** What every stage reads, [steps][stages][d][64]; v at each stage of a step, [stages][d][64]. */
  read: usize;
  slopes: usize;
  divergence: usize;
  /** Cotangents of v, [d][64], and of the divergence. */
  ofSlope: usize;
  ofDivergence: usize;
  /** Scratch: two buffers for cotangents of hidden layers, and one for a turned matrix. */
  hidden: usize;
  otherHidden: usize;
  turned: usize;
  /** The layers follow. */
}

@unmanaged
export class FieldLayer {
  inputs: i32;
  outputs: i32;
  /** 0 where the time is not read, 1 where it is one more input, 2 where it opens a gate. */
  timed: i32;
  weights: usize;
  weightsGradient: usize;
  bias: usize;
  biasGradient: usize;
  /** [outputs] each; 0 where there is none. */
  shift: usize;
  shiftGradient: usize;
  gate: usize;
  gateGradient: usize;
  gateBias: usize;
  gateBiasGradient: usize;
  /** The dense layer at the present time, and its gradient at that time; the parameters themselves where they do not change. */
  weightsNow: usize;
  weightsNowGradient: usize;
  biasNow: usize;
  biasNowGradient: usize;
  open: usize;
  ofOpen: usize;
  /** [outputs][64], and [d][outputs][64] for the tangents; 0 in the last layer. */
  activations: usize;
  slopes: usize;
  tangents: usize;
  ofTangents: usize;
}
