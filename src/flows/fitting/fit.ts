import type { Flow } from '../types.ts';
import { minimise } from './minimise.ts';
import type { FitOptions, FitStep } from './minimise.ts';
import { nll } from './nll.ts';
import type { Batch } from './nll.ts';

/**
 * Maximum likelihood by Adam: one update for every value asked of the generator. It is `minimise` with the objective `nll`.
 *
 * `nextBatch(step)` is called inside a tidy: tensors it makes are freed with the step. Steps are numbered from 1, or
 * go on from the optimiser's. Layers that start from data (actnorm) do so on the first batch.
 * @throws TrainingDiverged on a loss or gradient that is not finite; weights and optimiser then stand where they last were good.
 */
export function fit(
  flow: Flow,
  nextBatch: (step: number) => Batch,
  options: FitOptions = {},
): AsyncGenerator<FitStep, void, undefined> {
  return minimise(flow, nll(nextBatch), options);
}
