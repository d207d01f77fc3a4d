import { energy } from '#datasets';
import { reverseKl } from '#flows';
import { rng } from '#numerics';
import { energyScorer } from './energy-score.ts';
import type { EnergySpec } from '#datasets';
import type { TrainSpec } from './recipe.ts';
import type { Task } from './task.ts';

/** Samples of the flow that a score is taken on. */
const COUNT = 2048;

/** Reverse KL to an energy on fresh samples of the flow. The base samples of a step depend on seed and step alone. */
export function energyTask(data: EnergySpec, { batch, annealing }: TrainSpec, seed: number): Task {
  return {
    objective: reverseKl({ target: energy(data), batchSize: batch, annealing, rng: rng(seed, 'base samples') }),
    score: energyScorer(data, COUNT),
  };
}
