import { expect, test } from 'vitest';
import { Scheduler } from './scheduler.ts';

/** A clock that only work moves, so that shares of time are exact. */
function clock() {
  let time = 0;
  return { now: () => time, spend: (ms: number) => void (time += ms) };
}

test('views get at most their share while something trains, and training gets the rest', async () => {
  const { now, spend } = clock();
  const scheduler = new Scheduler(now, () => Promise.resolve());
  const spent = { training: 0, views: 0 };
  let steps = 0;
  const done = new Promise<void>((resolve) => {
    scheduler.train(async () => {
      spend(10);
      spent.training += 10;
      steps += 1;
      if (steps === 2000) resolve();
      return steps < 2000;
    });
  });
  function* hungry(): Generator<void, void> {
    while (steps < 2000) {
      spend(30);
      spent.views += 30;
      yield;
    }
  }
  scheduler.add(hungry());
  await done;
  const share = spent.views / (spent.views + spent.training);
  // One job part is 30 ms against slices of 24: the share is met on average, not within a slice.
  expect(share).toBeGreaterThan(0.25);
  expect(share).toBeLessThan(0.4);
});

test('without training, questions are answered at once and long ones do not block short ones', async () => {
  const { now, spend } = clock();
  const scheduler = new Scheduler(now, () => Promise.resolve());
  const order: string[] = [];
  function* job(name: string, parts: number): Generator<void, void> {
    for (let i = 1; i < parts; i++) {
      spend(5);
      yield;
    }
    order.push(name);
  }
  scheduler.add(job('long', 50));
  scheduler.add(job('short', 2));
  await expect.poll(() => order).toEqual(['short', 'long']);
});
