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
  /** 1 where both t and s change their signs. */
  negated: i32;
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
  /** 0, or the Convnet that stands in for dense layers. */
  convnet: usize;
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

/** Activations of an image are [height·width][channels][64]. */
@unmanaged
export class Convnet {
  height: i32;
  width: i32;
  /** Channels that are moved, and parameters for each of them. */
  channels: i32;
  perDim: i32;
  /** [channels·perDim], or 0. */
  logGain: usize;
  logGainGradient: usize;
  /** The convolutions follow. */
}

@unmanaged
export class Convolution {
  /** Of the square kernel, odd. */
  side: i32;
  inputs: i32;
  outputs: i32;
  /** [side][side][in][out] */
  weights: usize;
  bias: usize;
  weightGradient: usize;
  biasGradient: usize;
  activations: usize;
  activation: i32;
  /** The kernel turned by 180°, [in][side][side][out], from before a run with gradients. */
  reversed: usize;
}

/** Activation normalization of channels: the same numbers at every pixel. */
@unmanaged
export class PixelActnorm {
  logScale: usize;
  shift: usize;
  logScaleGradient: usize;
  shiftGradient: usize;
  pixels: i32;
  channels: i32;
  /** Where [pixels][channels] stand among the features. */
  table: usize;
}

@unmanaged
export class Logit {
  /** levels/(1 − 2α), α, levels, the least that a logarithm is taken of, and D·(log(1 − 2α) − log levels). */
  slope: f32;
  alpha: f32;
  levels: f32;
  margin: f32;
  constant: f32;
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
  /** 0: W is L·U with softplus on the diagonal. 1: L·U of Glow, which stands on the scoring side. 2: as 1, for columns. */
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
  /** The matrix's size. It maps all features, or the channels of each pixel, which stand at [pixels][size] of the table. */
  size: i32;
  pixels: i32;
  table: usize;
  /** One pixel in and out, [size][64] each. */
  pixelIn: usize;
  pixelOut: usize;
  /** Of form 2: a matrix [size][size] with a one in row order[k] of column k, and signs as float32. */
  permutation: usize;
  givenSigns: usize;
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
  /** Of every stage, [steps][stages][64]. */
  divergences: usize;
  /** Cotangents of v, [d][64], and of the divergence. */
  ofSlope: usize;
  ofDivergence: usize;
  /** Scratch: two buffers for cotangents of hidden layers, and one for a turned matrix. */
  hidden: usize;
  otherHidden: usize;
  turned: usize;
  /** Of a field with two hidden layers, where it is the shorter way; else 0. */
  closed: usize;
  /** The layers follow. */
}

/** With hidden layers of m and n units: C and A [m][n], Aᵀg₁ [n][64], and W₃ turned with its gradient [d][n]. */
@unmanaged
export class ClosedTrace {
  chained: usize;
  mixed: usize;
  carried: usize;
  turned: usize;
  ofTurned: usize;
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
  /** [steps][stages][outputs][64] for the activations, [outputs][64], and [d][outputs][64] for the tangents (with a closed
   *  trace, ∂slopes [outputs][64] in their cotangents' place); 0 in the last layer. */
  activations: usize;
  slopes: usize;
  tangents: usize;
  ofTangents: usize;
}
