import { expect, test } from 'vitest';
import { LossHistory } from './loss-history.ts';

/** A line, whose mean over any stretch is its value at the middle of the stretch. */
function line(steps: number): LossHistory {
  const history = new LossHistory();
  for (let step = 1; step <= steps; step++) history.push(step, Float32Array.of(step));
  return history;
}

test('a long run keeps few points, and their means stay those of the stretches they stand for', () => {
  const { steps, values } = line(100_000).series();
  expect(steps.length).toBeLessThanOrEqual(800);
  const stretch = steps[1]! - steps[0]!;
  values.forEach((value, i) => expect(value).toBeCloseTo(steps[i]! - (stretch - 1) / 2, 6));
});

test('losses may arrive in batches of any size', () => {
  const whole = line(1000).series();
  const history = new LossHistory();
  for (let last = 0; last < 1000;) {
    const size = Math.min(1 + (last % 7), 1000 - last);
    last += size;
    history.push(
      last,
      Float32Array.from({ length: size }, (_, i) => last - size + 1 + i),
    );
  }
  expect(history.series()).toEqual(whole);
});

test('cutting forgets what came after the step', () => {
  const history = line(500);
  history.cut(200);
  expect(history.series().steps.at(-1)).toBeLessThanOrEqual(200);
});
