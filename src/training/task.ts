import { densityTask } from './density-task.ts';
import { digitsTask } from './digits-task.ts';
import { energyTask } from './energy-task.ts';
import { isDrawn, isEnergy } from './recipe.ts';
import type { Digits } from '#datasets';
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
  /** A score on what no training sees, always the same points. */
  score(flow: TrainableFlow, step: number): HeldOut;
  /** The score to take once, at the end, where `score` had a say in when the end was. */
  finalScore?(flow: TrainableFlow, step: number): HeldOut;
}

/** @throws RangeError if the objective needs other data than the recipe has; TypeError if digits are not loaded. */
export function taskOf({ data, train, seed }: Recipe, digits?: Digits): Task {
  const { objective } = train;
  if (objective === 'nll' && data.name === 'digits') {
    if (!digits) throw new TypeError('recipe: digits are read from files; load them first.');
    return digitsTask(digits, train, seed);
  }
  if (objective === 'reverse-kl' && isEnergy(data)) return energyTask(data, train, seed);
  if (objective !== 'reverse-kl' && isDrawn(data)) return densityTask(data, train, seed);
  const wanted = objective === 'reverse-kl' ? 'an energy' : 'data to draw from';
  throw new RangeError(`recipe: the objective ${objective} needs ${wanted}, got ${JSON.stringify(data)}.`);
}
