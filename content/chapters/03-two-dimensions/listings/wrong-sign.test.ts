import { expect, test } from 'vitest';
import { dataset } from '#datasets';
import { buildFlow, disposeFlow, fit, realNvp } from '#flows';
import { rng } from '#numerics';
import * as tf from '#tf';
import { wrongSign } from './wrong-sign.ts';

const moons = dataset({ name: 'moons', noise: 0.1 });

/** Batch losses of a short run. */
async function losses(turned: boolean): Promise<number[]> {
  const source = rng(1);
  const flow = buildFlow(realNvp({ dimensions: 2, layers: 2, hidden: [8] }), source.stream('weights'));
  const batches = source.stream('batches');
  const seen: number[] = [];
  const batch = () => tf.tensor2d(moons.sample(128, batches), [128, 2]);
  const run = fit(turned ? wrongSign(flow) : flow, batch, { steps: 250, learningRate: 0.02 });
  for await (const { loss } of run) seen.push(loss);
  disposeFlow(flow);
  return seen;
}

test('trained with the wrong sign, the loss falls far below the floor and goes on falling', async () => {
  const seen = await losses(true);
  expect(seen.at(-1)).toBeLessThan(moons.floor.nats - 3);
  expect(seen.at(-1)).toBeLessThan(seen.at(-50)! - 0.5);
});

test('trained with the right one, it does not', async () => {
  const seen = await losses(false);
  expect(Math.min(...seen)).toBeGreaterThan(moons.floor.nats - 0.3);
});
