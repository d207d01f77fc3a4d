import type { RecipeName } from '../../src/training/recipes.ts';

/** What is asked of a recipe after so many steps (at most, where it stops on validation): the median over the seeds of its score, nats unless it says otherwise. */
export type Goal = {
  recipe: RecipeName;
  steps: number;
  /** None where the score is only reported. */
  atMost?: number;
  /** Peers' held-out points in tests/data, for what is scored on points. */
  heldOut?: string;
  /** The share of samples with z₁ < 0 must lie within these, for every seed. */
  left?: readonly [low: number, high: number];
};

const moons = 'heldout_moons_0.1_2000x2.f32.bin';
const ring = 'heldout_ring8_r2_s0.2_2000x2.f32.bin';

/** In the order of the table. */
export const goals: readonly Goal[] = [
  { recipe: 'moons-realnvp', steps: 5000, atMost: 1.06, heldOut: moons },
  { recipe: 'moons-maf', steps: 5000, atMost: 1.1, heldOut: moons },
  { recipe: 'moons-spline', steps: 5000, atMost: 1.06, heldOut: moons },
  { recipe: 'moons-planar-32', steps: 5000, atMost: 1.15, heldOut: moons },
  { recipe: 'moons-cnf', steps: 1500, atMost: 1.1, heldOut: moons },
  { recipe: 'eight-gaussians-spline', steps: 5000, atMost: 1.78, heldOut: ring },
  { recipe: 'u1-realnvp', steps: 3000, atMost: -1.8, left: [0.35, 0.65] },
  { recipe: 'u1-planar-32', steps: 3000 },
  { recipe: 'digits-glow', steps: 4000, atMost: 2.2 },
  { recipe: 'digits-maf', steps: 4000, atMost: 2.28 },
];
