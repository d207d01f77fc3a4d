/** The models that recipes are named after: flow and training, with the numbers that a reader may turn. */
import { ffjord, glow, maf, planarFlow, realNvp, splineFlow } from '#flow-specs';
import type { FlowSpec } from '#flow-specs';
import type { TrainSpec } from './recipe.ts';

/** What a reader may turn in a model; where a number is absent, it is part of the model's name or does not exist. */
export type Shape = { layers?: number; hidden?: number };

export type Model = {
  shape: Shape;
  flow(shape: Required<Shape>): FlowSpec;
  train: TrainSpec;
};

const likelihood = { objective: 'nll', batch: 256, clipNorm: 10 } as const;
const reverse = { ...likelihood, objective: 'reverse-kl' } as const;
const falling = { kind: 'cosine', end: 0.02 } as const;

/** Fewer, and training finds out the solver's error rather than the density. */
const eightSteps = { kind: 'rk4', steps: 8 } as const;

/** Densities on the plane, from draws. */
export const densityModels = {
  realnvp: {
    shape: { layers: 8, hidden: 64 },
    flow: ({ layers, hidden }) => realNvp({ dimensions: 2, layers, hidden: [hidden, hidden] }),
    train: { ...likelihood, learningRate: 1e-3, steps: 2000 },
  },
  maf: {
    shape: { layers: 5, hidden: 64 },
    flow: ({ layers, hidden }) => maf({ dimensions: 2, layers, hidden: [hidden, hidden] }),
    train: { ...likelihood, learningRate: 1e-3, steps: 5000, schedule: falling },
  },
  spline: {
    shape: { layers: 4, hidden: 64 },
    flow: ({ layers, hidden }) => splineFlow({ dimensions: 2, layers, hidden: [hidden, hidden] }),
    train: { ...likelihood, learningRate: 1e-3, steps: 5000, schedule: falling },
  },
  'planar-32': {
    shape: {},
    flow: () => planarFlow({ dimensions: 2, layers: 32, fast: 'scoring' }),
    train: { ...likelihood, learningRate: 1e-2, steps: 5000, schedule: falling },
  },
  cnf: {
    shape: { hidden: 64 },
    flow: ({ hidden }) => ffjord({ dimensions: 2, hidden: [hidden, hidden, hidden], solver: eightSteps }),
    train: { ...likelihood, learningRate: 2e-3, steps: 1500, schedule: falling },
  },
  // The same model, trained without solving its equation.
  'flow-matching': {
    shape: { hidden: 64 },
    flow: ({ hidden }) => ffjord({ dimensions: 2, hidden: [hidden, hidden, hidden], solver: eightSteps }),
    train: { ...likelihood, objective: 'flow-matching', learningRate: 2e-3, steps: 5000, schedule: falling },
  },
} satisfies Record<string, Model>;

/** Samplers of an energy, from its own draws. */
export const energyModels = {
  realnvp: {
    shape: { layers: 8, hidden: 64 },
    flow: ({ layers, hidden }) => realNvp({ dimensions: 2, layers, hidden: [hidden, hidden] }),
    // Without annealing it covers one of U1's two modes, ≈ ln 2 above −log Z.
    train: { ...reverse, learningRate: 1e-3, steps: 3000, schedule: falling, annealing: { from: 0.01, steps: 1500 } },
  },
  'planar-32': {
    shape: {},
    flow: () => planarFlow({ dimensions: 2, layers: 32 }),
    train: { ...reverse, learningRate: 1e-2, steps: 3000, schedule: falling },
  },
} satisfies Record<string, Model>;

/** Pixels are black or white on many images, and the logits of those come in far tails: the smaller α, the sharper they may be. */
export const digitsAlpha = 0.01;
const logit = { kind: 'logit', dimensions: 64, levels: 17, alpha: digitsAlpha } as const;
/** 1,079 images are soon learnt by heart: training ends when the validation images are no longer scored better. */
const careful = { ...likelihood, batch: 128, steps: 4000, stopping: { every: 50, patience: 6 } };

/** Images of 8 × 8 pixels with 17 levels, dequantized; the logit stands inside the flow, so that it scores whole numbers. */
export const digitsModels = {
  glow: {
    shape: { layers: 8, hidden: 64 },
    flow: ({ layers, hidden }) =>
      glow({
        height: 8,
        width: 8,
        channels: 1,
        levels: 2,
        depth: layers,
        hidden: [hidden, hidden],
        preprocessing: [logit],
      }),
    train: { ...careful, learningRate: 1e-3 },
  },
  maf: {
    shape: { layers: 5, hidden: 128 },
    flow: ({ layers, hidden }) => {
      const { base, layers: inside } = maf({ dimensions: 64, layers, hidden: [hidden] });
      return { base, layers: [...inside, logit] };
    },
    train: { ...careful, learningRate: 1e-3 },
  },
} satisfies Record<string, Model>;
