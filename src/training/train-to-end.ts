import type { HeldOut, Snapshot } from './protocol.ts';
import type { Run } from './run.ts';

export type TrainingOptions = {
  /** Where it ends at the latest; the recipe's own last step where it is left out. */
  steps?: number;
  /** Steps between scores, where the recipe does not say. */
  scoreEvery: number;
  /** Hears every score: the first, those on the way, the last. */
  onScore?: (score: HeldOut) => void;
  onLoss?: (step: number, loss: number) => void;
};

/**
 * Trains a run to its end, without pause. Where the recipe stops early, the weights with the best score are back in place
 * afterwards.
 * @returns the step whose weights are the result, and how many were taken.
 */
export async function trainToEnd(
  run: Run,
  { steps = run.recipe.train.steps, scoreEvery, onScore = () => {}, onLoss = () => {} }: TrainingOptions,
): Promise<{ step: number; taken: number }> {
  const { stopping } = run.recipe.train;
  const every = stopping?.every ?? scoreEvery;
  let best: { nll: number; snapshot: Snapshot } | undefined;
  let worse = 0;
  const score = () => {
    const scored = run.score();
    onScore(scored);
    if (!stopping) return;
    if (best && !(scored.nll < best.nll)) worse += 1;
    else {
      best = { nll: scored.nll, snapshot: run.save() };
      worse = 0;
    }
  };
  score();
  while (run.step < steps && (!stopping || worse < stopping.patience)) {
    onLoss(run.step + 1, await run.next());
    if (run.step % every === 0 || run.step === steps) score();
  }
  const taken = run.step;
  if (best) run.restore(best.snapshot);
  return { step: run.step, taken };
}
