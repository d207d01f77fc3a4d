/**
 * What page and training worker say to each other. Everything is JSON or transferred buffers; tensors never cross.
 *
 * `session` names the lab; `run` rises on every reset within it, so that reports of an abandoned run can be dropped.
 */
import type { Grid } from '#numerics';
import type { Recipe } from './recipe.ts';

/** A view's question about the current weights. `depth` counts layers from the base: 0 is z itself, K the data side. */
export type Query =
  | { kind: 'density'; grid: Grid; depth?: number }
  | { kind: 'exact-density'; grid: Grid }
  | { kind: 'trace'; points: Float32Array }
  | { kind: 'samples'; n: number; seed: number }
  | { kind: 'data'; n: number; seed: number }
  | { kind: 'probe'; from: 'z' | 'x'; point: readonly [number, number] }
  | { kind: 'metrics' };

/**
 * The answers. Points are [n, 2] row-major; D layers give D + 1 depths, depth 0 first.
 * `logDet` at depth k is log|det ∂(f_k ∘ … ∘ f_1)/∂z| in nats.
 */
export type Answers = {
  density: { logDensity: Float32Array };
  'exact-density': { logDensity: Float32Array };
  trace: { points: Float32Array[]; logDet: Float32Array[] };
  samples: { points: Float32Array[]; logDet: Float32Array[] };
  data: { points: Float32Array };
  probe: Probe;
  metrics: Metrics;
};
export type AnswerOf<Q extends Query> = Answers[Q['kind']];

/** One point followed through the flow: its images at every depth, J by autodiff, and the ledger of log p. */
export type Probe = {
  z: [number, number];
  x: [number, number];
  path: Float32Array;
  pathLogDet: Float32Array;
  /** ∂x/∂z, row-major. */
  jacobian: [number, number, number, number];
  /** det J by autodiff, and by central differences of the forward map. */
  det: number;
  finiteDifferenceDet: number;
  /** log|det ∂x/∂z|, analytic. */
  logDet: number;
  logBase: number;
  logProb: number;
};

/** The four catchers, measured on the current weights (architecture: *what a number on the page means*). */
export type Metrics = {
  step: number;
  /** Σ exp(log p)·cell over ≥ 512² cells of `box`, never renormalised. */
  integral: number;
  /** Share of 20,000 model samples inside the same box, and its standard error. */
  inside: number;
  insideError: number;
  /** max |f⁻¹(f(z)) − z| over base samples. */
  roundTrip: number;
  /** max |log|det J| − log|det autodiff J|| over samples, and the largest |log|det J|| seen among them. */
  logDetError: number;
  logDetSize: number;
  heldOut: HeldOut;
};

/**
 * Held-out score: the model's loss and the true density's on the same points, with the paired standard error. Of images nobody
 * knows the true density, and floor and excess are absent.
 */
export type HeldOut = {
  step: number;
  /** Mean −log p on held-out points; for an energy mean log q + U on samples of the flow. */
  nll: number;
  /** NLL of the true density on the same points; for an energy −log Z. */
  floor?: number;
  /** nll − floor, mean(log p_true − log p_model), and its standard error. */
  excess?: number;
  excessError?: number;
  /** What the single Gaussian with the right mean and covariance scores: the baseline. */
  gaussian: number;
  /** For an energy: the share of the flow's samples with z₁ < 0. */
  left?: number;
  /** For images: nll ÷ (numbers in an image · ln 2). */
  bitsPerDim?: number;
};

export type LayerInfo = { name: string; kind: string; parameters: number };

/** Everything a run needs to go on elsewhere. `hash` (SHA-256 of the weights) is checked where it is given. */
export type Snapshot = { step: number; weights: ArrayBuffer; optimiser?: ArrayBuffer; hash?: string };

/**
 * The page's first message: what to compute on. `fused` is the exact kernels, with the same bits everywhere; `relaxed` those that
 * fuse multiply and add where the machine can; `wasm` and `cpu` are tfjs without kernels. `auto` is `fused` as far as that can start.
 */
export type BackendChoice = 'auto' | 'fused' | 'relaxed' | 'wasm' | 'cpu';
export type Start = { type: 'start'; backend: BackendChoice };

export type Command = { session: string; run: number } & (
  | { type: 'prepare'; recipe: Recipe; from?: Snapshot }
  | { type: 'train'; until?: number }
  | { type: 'pause' }
  | { type: 'tune'; learningRate?: number; stepsPerSecond?: number } // Infinity: as fast as it goes
  | { type: 'save' }
  | { type: 'close' }
  | { type: 'ask'; id: number; query: Query }
);

export type FailureReason = 'nan' | 'weights' | 'unsupported' | 'bug';

export type Report = { session: string; run: number } & (
  | {
      type: 'ready';
      step: number;
      /** What the run computes on, and what keeps it off the kernels, where they were wanted. */
      backend: string;
      obstacle?: string;
      layers: LayerInfo[];
      parameters: number;
      heldOut: HeldOut;
      hash: string;
    }
  | { type: 'progress'; step: number; losses: Float32Array; stepsPerSecond: number; heldOut?: HeldOut }
  | { type: 'paused'; step: number; reason: 'asked' | 'reached'; heldOut: HeldOut }
  | { type: 'answer'; id: number; step: number; answer: Answers[keyof Answers] }
  /** A long answer is being worked on: silence would pass for a dead worker. */
  | { type: 'working'; id: number }
  | { type: 'saved'; step: number; weights: ArrayBuffer; optimiser: ArrayBuffer; hash: string }
  /** `step` is where the run stands now: after `nan` the last good weights are back in place. */
  | { type: 'failed'; id?: number; reason: FailureReason; step: number; message: string }
);

/** A command or report without its address. */
export type Body<T extends Command | Report> = T extends unknown ? Omit<T, 'session' | 'run'> : never;

/** The half of a MessagePort that both sides use; a worker, its global scope and a test's fake all fit. */
export type Port<In, Out> = {
  post(message: Out, transfer: Transferable[]): void;
  listen(receive: (message: In) => void): void;
};
