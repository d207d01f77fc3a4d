import { beforeAll, describe, expect, test } from 'vitest';
import { energyNames } from '#datasets';
import { buildFlow, disposeFlow } from '#flows';
import { rng } from '#numerics';
import { testBackend } from '../../tests/support/node-backend.ts';
import { startRun } from '../../scripts/start-run.ts';
import { makeRecipe, recipeKnobs, recipeNames } from './recipes.ts';
import { rateAt } from './schedule.ts';
import { taskOf } from './task.ts';
import type { Backend } from './backend.ts';
import type { Recipe } from './recipe.ts';

let backend: Backend;
beforeAll(async () => void (backend = await testBackend()));

/** Two steps on a small batch; the numbers that decide the speed are small, everything else is the recipe's own. */
async function twoSteps(recipe: Recipe): Promise<{ hash: string; losses: number[] }> {
  const run = await startRun({ ...recipe, train: { ...recipe.train, batch: 16 } }, backend);
  const losses = [await run.next(), await run.next()];
  const hash = run.hash();
  run.dispose();
  return { hash, losses };
}

test('the canonical names exist', () => {
  expect(recipeNames).toEqual(
    expect.arrayContaining([
      'moons-realnvp',
      'moons-maf',
      'moons-spline',
      'moons-planar-32',
      'eight-gaussians-spline',
      'u1-realnvp',
      'u1-planar-32',
      'moons-cnf',
      'digits-glow',
      'digits-maf',
    ]),
  );
});

test.each(recipeNames)('%s is JSON, builds and has only knobs that it can turn', (name) => {
  const recipe = makeRecipe(name);
  expect(JSON.parse(JSON.stringify(recipe))).toEqual(recipe);
  disposeFlow(buildFlow(recipe.flow, rng(recipe.seed)));
  const { data, layers, hidden } = recipeKnobs(name);
  expect(recipe.data.name).toBe(data ?? recipe.data.name);
  if (layers !== undefined) expect(makeRecipe(name, { layers: layers + 1 }).flow).not.toEqual(recipe.flow);
  if (hidden !== undefined) expect(makeRecipe(name, { hidden: hidden + 4 }).flow).not.toEqual(recipe.flow);
});

const oneOfEach = recipeNames.filter((name) => /^(moons|u1|digits)-/.test(name));
test.each(oneOfEach)('%s takes two steps, the same ones from the same seed and others from another', async (name) => {
  const own = Object.keys(recipeKnobs(name));
  const small = Object.fromEntries(Object.entries({ hidden: 4, layers: 2 }).filter(([knob]) => own.includes(knob)));
  const first = await twoSteps(makeRecipe(name, small));
  expect(first.losses.every(Number.isFinite)).toBe(true);
  expect(await twoSteps(makeRecipe(name, small))).toEqual(first);
  expect((await twoSteps(makeRecipe(name, { ...small, seed: 2 }))).hash).not.toBe(first.hash);
});

describe('bad input', () => {
  test('a knob that a recipe does not have is refused, naming those it has', () => {
    expect(() => makeRecipe('moons-planar-32', { layers: 3 })).toThrow(/moons-planar-32 has no knob layers.*seed/);
    expect(() => makeRecipe('u1-realnvp', { data: 'moons' })).toThrow(/no knob data/);
  });

  test('an objective that does not go with the data is refused', () => {
    const moons = makeRecipe('moons-realnvp');
    const wrong = { ...moons, train: { ...moons.train, objective: 'reverse-kl' as const } };
    expect(() => taskOf(wrong)).toThrow(/reverse-kl needs an energy, got {"name":"moons"}/);
    const u1 = makeRecipe('u1-realnvp');
    expect(() => taskOf({ ...u1, train: { ...u1.train, objective: 'nll' } })).toThrow(/nll needs data to draw from/);
  });
});

describe('the cosine schedule', () => {
  const schedule = { kind: 'cosine', end: 0.1 } as const;
  test('starts at 1, is half way down in the middle, and stays at its end', () => {
    expect(rateAt(schedule, 1, 100)).toBe(1);
    expect(rateAt(schedule, 51, 100)).toBeCloseTo(0.55, 12);
    expect(rateAt(schedule, 101, 100)).toBeCloseTo(0.1, 12);
    expect(rateAt(schedule, 5000, 100)).toBeCloseTo(0.1, 12);
  });

  test('without one the rate stays', () => expect(rateAt(undefined, 77, 100)).toBe(1));
});

describe('the score of an energy', () => {
  test.each(energyNames)(
    '%s: a flow that is the identity misses −log Z by the KL divergence of the base',
    async (name) => {
      const run = await startRun(makeRecipe(`${name}-realnvp`), backend);
      const { nll, floor, excess, excessError, left, gaussian } = run.score();
      run.dispose();
      expect(excess).toBeCloseTo(nll - floor!, 12);
      // A divergence is never below 0, and N(0, I) is far from every one of these.
      expect(excess).toBeGreaterThan(5 * excessError!);
      // 2,048 symmetric draws: a half within four standard errors.
      expect(Math.abs(left! - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / 2048));
      expect(gaussian).toBeGreaterThan(floor!);
    },
  );
});
