import { cos } from '#numerics';

/** How the learning rate falls: along half a cosine from all of it to the share `end`, where it stays. */
export type Schedule = { kind: 'cosine'; end: number };

/** The share of the learning rate that step 1, 2, … of a run of `steps` takes; 1 throughout without a schedule. */
export function rateAt(schedule: Schedule | undefined, step: number, steps: number): number {
  if (!schedule) return 1;
  const done = Math.min(1, (step - 1) / steps);
  return schedule.end + 0.5 * (1 - schedule.end) * (1 + cos(Math.PI * done));
}
