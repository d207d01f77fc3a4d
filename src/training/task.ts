import { densityTask } from './density-task.ts';
import { energyTask } from './energy-task.ts';
import { isEnergy } from './recipe.ts';
import type { Objective } from '#flows';
import type { Tensor2D } from '#tf';
import type { HeldOut } from './protocol.ts';
import type { Recipe } from './recipe.ts';
import type { TrainableFlow } from './trainable-flow.ts';

/** What a recipe's data and objective come to for a run. */
export interface Task {
  readonly objective: Objective;
  /** The batch that data-dependent layers start from; an energy has none. */
  firstBatch?(): Tensor2D;
  /** A score on what no training sees, always the same. */
  score(flow: TrainableFlow, step: number): HeldOut;
}

/** @throws RangeError if the objective needs other data than the recipe has. */
export function taskOf({ data, train, seed }: Recipe): Task {
  const { objective } = train;
  if (objective === 'reverse-kl' && isEnergy(data)) return energyTask(data, train, seed);
  if (objective === 'nll' && !isEnergy(data)) return densityTask(data, train, seed);
  const wanted = objective === 'nll' ? 'data to draw from' : 'an energy';
  throw new RangeError(`recipe: the objective ${objective} needs ${wanted}, got ${JSON.stringify(data)}.`);
}
