import { positiveInteger, positiveNumber } from '../argument-checks.ts';

/** An inverse temperature β that rises in a straight line: from `from` before the first step to 1 at step `steps`, 1 after it. */
export type Annealing = { from: number; steps: number };

/**
 * β(step) = min(1, from + (1 − from)·step/steps): what the log density of the target is multiplied by at each step
 * (https://arxiv.org/abs/1505.05770 §6.1 has min(1, 0.01 + t/10000)). Without annealing it is 1.
 * @throws RangeError unless 0 < from ≤ 1 and steps is a whole number ≥ 1; TypeError if they are no numbers.
 */
export function temperature(where: string, annealing: Annealing | undefined): (step: number) => number {
  if (annealing === undefined) return () => 1;
  const from = positiveNumber(`${where}: from`, annealing.from);
  const steps = positiveInteger(`${where}: steps`, annealing.steps);
  if (from > 1) throw new RangeError(`${where}: from must be at most 1, got ${from}.`);
  return (step) => Math.min(1, from + ((1 - from) * step) / steps);
}
