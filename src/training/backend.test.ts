import { beforeAll, describe, expect, test } from 'vitest';
import * as tf from '#tf';
import { ffjord } from '#flow-specs';
import { testBackend } from '../../tests/support/node-backend.ts';
import { startBackend } from './backend.ts';
import { makeRecipe } from './recipes.ts';
import { Run } from './run.ts';
import type { Backend, Binaries } from './backend.ts';
import type { RecipeName } from './recipes.ts';

let backend: Backend;
beforeAll(async () => void (backend = await testBackend()));

const nowhere: Binaries = {
  tfjs: { simd: 'nowhere.wasm', plain: 'nowhere.wasm' },
  kernels: () => Promise.reject(new Error('there is no such file')),
};

describe('what a recipe is computed on', () => {
  test('a flow with kernels both ways needs tfjs’s cpu backend only', async () => {
    expect(await backend.engineFor(makeRecipe('moons-realnvp'))).toMatchObject({
      tf: 'cpu',
      views: 'cpu',
      name: 'fused, exact',
      kernels: { exact: true },
    });
  });

  test.each<[RecipeName]>([['moons-maf'], ['u1-planar-32']])(
    '%s is trained fused, and its other direction is left to wasm',
    async (name) => {
      expect(await backend.engineFor(makeRecipe(name))).toMatchObject({
        tf: 'cpu',
        views: 'wasm',
        name: 'fused, exact',
      });
    },
  );

  test('a flow without kernels runs on wasm and says which layer it is', async () => {
    const adaptive = ffjord({ dimensions: 2, solver: { kind: 'dopri5' } });
    const engine = await backend.engineFor({ ...makeRecipe('moons-cnf'), flow: adaptive });
    expect(engine).toMatchObject({ tf: 'wasm', views: 'wasm', name: 'wasm' });
    expect(engine.obstacle).toMatch(/^layer 1 \(continuous\): .*dopri5/);
    expect(engine.kernels).toBeUndefined();
  });

  test('flow matching, which trains the field alone, runs on wasm', async () => {
    const engine = await backend.engineFor(makeRecipe('moons-flow-matching'));
    expect(engine).toMatchObject({ tf: 'wasm', obstacle: 'flow matching differentiates the field alone' });
  });

  test('plain tfjs by choice is no obstacle', async () => {
    const engine = await (await testBackend('wasm')).engineFor(makeRecipe('moons-realnvp'));
    expect(engine).toEqual({ tf: 'wasm', views: 'wasm', name: 'wasm' });
  });
});

describe('where the kernels cannot start', () => {
  test('auto goes without them and says why', async () => {
    const engine = await (await startBackend('auto', nowhere)).engineFor(makeRecipe('moons-realnvp'));
    expect(engine.kernels).toBeUndefined();
    expect(engine.obstacle).toMatch(/cannot start here.*no such file/);
  });

  test('a reader who insists is told', async () => {
    await expect(startBackend('fused', nowhere)).rejects.toThrow(/no such file.*Take backend=fused out of the address/);
    const damaged = { ...nowhere, kernels: async () => new Uint8Array(8) };
    await expect(startBackend('relaxed', damaged)).rejects.toThrow(/relaxed SIMD.*Take backend=relaxed out/);
  });
});

test('runs on different backends take turns without disturbing each other', async () => {
  const recipes = [makeRecipe('moons-maf', { layers: 2, hidden: 8 }), makeRecipe('moons-cnf', { hidden: 4 })];
  const start = async () =>
    Promise.all(recipes.map(async (recipe) => new Run(recipe, await backend.engineFor(recipe))));
  const alone: string[] = [];
  for (const run of await start()) {
    for (let i = 0; i < 3; i++) await run.next();
    alone.push(run.hash());
    run.dispose();
  }
  const [maf, cnf] = await start();
  for (let i = 0; i < 3; i++) {
    await maf!.next();
    await cnf!.next();
    // A view moves the weights to another backend.
    maf!.enterViews();
    tf.dispose(maf!.flow.bijection.forward(tf.zeros([2, 2])));
  }
  expect([maf!.hash(), cnf!.hash()]).toEqual(alone);
  maf!.dispose();
  cnf!.dispose();
});
