import { beforeAll, expect, test } from 'vitest';
import { testBackend } from '../../tests/support/node-backend.ts';
import { startRun } from '../../scripts/start-run.ts';
import { makeRecipe } from './recipes.ts';
import { trainToEnd } from './train-to-end.ts';
import type { Backend } from './backend.ts';
import type { HeldOut } from './protocol.ts';

let backend: Backend;
beforeAll(async () => void (backend = await testBackend()));

const recipe = makeRecipe('moons-realnvp', { layers: 2, hidden: 8 });

test('without early stopping it takes the steps, and scores first, on the way and last', async () => {
  const run = await startRun(recipe, backend);
  const steps: number[] = [];
  const losses: number[] = [];
  const end = await trainToEnd(run, {
    steps: 5,
    scoreEvery: 2,
    onScore: ({ step }) => steps.push(step),
    onLoss: (step) => losses.push(step),
  });
  run.dispose();
  expect(end).toEqual({ step: 5, taken: 5 });
  expect(steps).toEqual([0, 2, 4, 5]);
  expect(losses).toEqual([1, 2, 3, 4, 5]);
});

test('early stopping ends when patience does, with the best weights and the training that belongs to them', async () => {
  const stopping = { every: 2, patience: 3 };
  // So fast that it learns at first and is thrown back later.
  const hasty = { ...recipe, train: { ...recipe.train, learningRate: 0.05, stopping } };
  const run = await startRun(hasty, backend);
  const scores: HeldOut[] = [];
  const { step, taken } = await trainToEnd(run, { steps: 200, scoreEvery: 1, onScore: (score) => scores.push(score) });
  const best = Math.min(...scores.map(({ nll }) => nll));
  expect(run.score().nll).toBe(best);
  expect(taken).toBeLessThan(200);
  expect(taken - step).toBe(stopping.every * stopping.patience);
  // It can go on from there, and does so as a run that was never further.
  const straight = await startRun(hasty, backend);
  while (straight.step < step + 2) await straight.next();
  await run.next();
  await run.next();
  expect(run.hash()).toBe(straight.hash());
  run.dispose();
  straight.dispose();
});

test('digits stop by their validation score; the test images are scored apart from it', async () => {
  const run = await startRun(makeRecipe('digits-maf', { layers: 1, hidden: 4 }), backend);
  const { step } = await trainToEnd(run, { steps: 1, scoreEvery: 1 });
  expect(step).toBe(1);
  expect(run.finalScore().nll).not.toBe(run.score().nll);
  expect(run.finalScore().bitsPerDim).toBeCloseTo(run.finalScore().nll / (64 * Math.LN2), 12);
  run.dispose();
});
