import { beforeAll, describe, expect, test, vi } from 'vitest';
import * as tf from '#tf';
import { testBackend } from '../../tests/support/node-backend.ts';
import { readPublicData } from '../../scripts/start-run.ts';
import { Run } from './run.ts';
import { Scheduler } from './scheduler.ts';
import { makeRecipe } from './recipes.ts';
import { serve } from './serve.ts';
import type { Backend, Engine } from './backend.ts';
import type { ReadFile } from './data-files.ts';
import type { AnswerOf, Command, Query, Report } from './protocol.ts';

// A measurement scores 282,144 points; two cores shared with a browser may need several seconds for it.
vi.setConfig({ testTimeout: 60_000 });
let backend: Backend;
let engine: Engine;
beforeAll(async () => {
  backend = await testBackend();
  engine = await backend.engineFor(recipe);
});

/** Small, so that a thousand steps take seconds; everything else as in the book. */
const recipe = makeRecipe('moons-realnvp', { layers: 2, hidden: 8 });

/** The worker's half, run in this thread against a port made of two functions. */
function worker(now: () => number = () => performance.now(), read: ReadFile = readPublicData) {
  const reports: Report[] = [];
  let hear: (command: Command) => void = () => {};
  serve(
    { post: (report) => void reports.push(report), listen: (handler) => (hear = handler) },
    new Scheduler(
      () => performance.now(),
      () => new Promise((resolve) => setTimeout(resolve)),
    ),
    { backend, now, read },
  );
  const say = (body: object, run = 1) => hear({ session: 'lab', run, ...body } as Command);
  const until = async <T extends Report['type']>(
    type: T,
    more: (report: Extract<Report, { type: T }>) => boolean = () => true,
  ) => {
    const is = (report: Report): report is Extract<Report, { type: T }> =>
      report.type === type && more(report as never);
    await expect.poll(() => reports.some(is), { timeout: 60_000 }).toBe(true);
    return reports.find(is)!;
  };
  let id = 0;
  const ask = async <Q extends Query>(query: Q): Promise<AnswerOf<Q>> => {
    const mine = ++id;
    say({ type: 'ask', id: mine, query });
    const { answer } = await until('answer', (report) => report.id === mine);
    return answer as AnswerOf<Q>;
  };
  const losses = () => reports.flatMap((report) => (report.type === 'progress' ? [...report.losses] : []));
  return { reports, say, until, ask, losses };
}

async function train(steps: number, seed = 1) {
  const { say, until, losses } = worker();
  say({ type: 'prepare', recipe: { ...recipe, seed } });
  say({ type: 'train', until: steps });
  await until('paused');
  say({ type: 'save' });
  const { hash } = await until('saved');
  return { hash, losses: losses() };
}

describe('a run', () => {
  test('same seed, same losses and weights; another seed, others', async () => {
    const [a, b, c] = [await train(12), await train(12), await train(12, 2)];
    expect(a.losses).toHaveLength(12);
    expect(b).toEqual(a);
    expect(c.hash).not.toBe(a.hash);
  });

  test('what views ask meanwhile does not change it', async () => {
    const quiet = await train(12);
    const { say, until, losses } = worker();
    say({ type: 'prepare', recipe });
    say({ type: 'train', until: 12 });
    for (let id = 0; id < 5; id++) say({ type: 'ask', id, query: { kind: 'samples', n: 100, seed: id } });
    await until('paused');
    expect(losses()).toEqual(quiet.losses);
  });

  test('goes on from a snapshot bit for bit', async () => {
    const whole = new Run(recipe, engine);
    for (let i = 0; i < 12; i++) await whole.next();
    const first = new Run(recipe, engine);
    for (let i = 0; i < 5; i++) await first.next();
    const second = new Run(recipe, engine, { from: first.save() });
    expect(second.step).toBe(5);
    for (let i = 5; i < 12; i++) await second.next();
    expect(second.hash()).toBe(whole.hash());
    for (const run of [whole, first, second]) run.dispose();
  });

  test('starts above the floor and learns', async () => {
    const run = new Run(recipe, engine);
    const before = run.score();
    expect(before.nll).toBeGreaterThan(before.floor! + 0.5);
    for (let i = 0; i < 60; i++) await run.next();
    const after = run.score();
    expect(after.nll).toBeLessThan(before.nll - 0.05);
    expect(after.excess).toBeGreaterThan(-3 * after.excessError!);
    run.dispose();
  });
});

describe('bad input', () => {
  test('weights of another flow, or changed ones, are refused and nothing is prepared', async () => {
    const { say, until } = worker();
    say({ type: 'prepare', recipe, from: { step: 5, weights: new ArrayBuffer(12) } });
    const refused = await until('failed');
    expect(refused).toMatchObject({ reason: 'weights' });
    expect(refused.message).toMatch(/12 bytes/);
    const run = new Run(recipe, engine);
    const { weights } = run.save();
    run.dispose();
    say({ type: 'prepare', recipe, from: { step: 0, weights, hash: '0'.repeat(64) } }, 2);
    expect((await until('failed', (report) => report.run === 2)).message).toMatch(/SHA-256/);
  });

  test('a learning rate that explodes stops with the last good weights, and a lower one goes on', async () => {
    const { reports, say, until, ask } = worker();
    say({ type: 'prepare', recipe });
    say({ type: 'tune', learningRate: 1e20 });
    say({ type: 'train', until: 50 });
    const { reason, step } = await until('failed');
    expect(reason).toBe('nan');
    const { heldOut } = await ask({ kind: 'metrics' });
    expect(Number.isFinite(heldOut.nll)).toBe(true);
    say({ type: 'tune', learningRate: 1e-4 });
    say({ type: 'train', until: step + 3 });
    await until('paused');
    expect(reports.at(-1)).toMatchObject({ type: 'paused', step: step + 3, reason: 'reached' });
  });

  test('what goes wrong while the worker obeys is reported as the failure it is, not met with silence', async () => {
    const { say, until } = worker();
    say({ type: 'prepare', recipe });
    vi.spyOn(Run.prototype, 'save').mockImplementationOnce(() => {
      throw new Error('out of memory');
    });
    say({ type: 'save' });
    expect(await until('failed')).toMatchObject({ reason: 'bug', message: 'out of memory' });
  });

  test('commands of an abandoned run change nothing', async () => {
    const { reports, say, until } = worker();
    say({ type: 'prepare', recipe }, 2);
    await until('ready');
    const before = reports.length;
    say({ type: 'train', until: 3 }, 1);
    say({ type: 'ask', id: 1, query: { kind: 'samples', n: 4, seed: 1 } }, 1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(reports).toHaveLength(before);
  });
});

describe('answers', () => {
  test('density, trace and probe tell one story', async () => {
    const { say, until, ask } = worker();
    say({ type: 'prepare', recipe });
    say({ type: 'train', until: 20 });
    await until('paused');
    const probe = await ask({ kind: 'probe', from: 'x', point: [0.5, 0.25] });
    const h = 1e-4;
    const grid = { x: [0.5 - h, 0.5 + h], y: [0.25 - h, 0.25 + h], columns: 1, rows: 1 } as const;
    const { logDensity } = await ask({ kind: 'density', grid: { ...grid, x: [...grid.x], y: [...grid.y] } });
    const { points, logDet } = await ask({ kind: 'trace', points: Float32Array.from(probe.z) });
    // float32 through two couplings and back: a few units in the sixth place.
    expect(probe.x[0]).toBeCloseTo(0.5, 5);
    expect(probe.logProb).toBeCloseTo(logDensity[0]!, 4);
    expect(points.at(-1)![1]).toBeCloseTo(0.25, 5);
    expect(logDet.at(-1)![0]).toBeCloseTo(probe.logDet, 5);
    expect(Math.log(Math.abs(probe.det))).toBeCloseTo(probe.logDet, 4);
    // Central differences with step 5e-3: truncation of order 1e-5 beside rounding of order 1e-5.
    expect(probe.finiteDifferenceDet).toBeCloseTo(probe.det, 2);
  });

  test('the density of the first 0 layers is the base’s', async () => {
    const { say, ask } = worker();
    say({ type: 'prepare', recipe });
    const { logDensity } = await ask({
      kind: 'density',
      depth: 0,
      grid: { x: [-1, 1], y: [-1, 1], columns: 1, rows: 1 },
    });
    expect(logDensity[0]).toBeCloseTo(-Math.log(2 * Math.PI), 5);
  });

  test('the catchers hold on a trained flow, and leave no tensor behind', async () => {
    const { say, until, ask } = worker();
    say({ type: 'prepare', recipe });
    say({ type: 'train', until: 20 });
    await until('paused');
    const before = tf.memory().numTensors;
    const { integral, inside, insideError, roundTrip, logDetError } = await ask({ kind: 'metrics' });
    expect(tf.memory().numTensors).toBe(before);
    expect(Math.abs(integral - inside)).toBeLessThan(0.02 + 3 * insideError);
    expect(roundTrip).toBeLessThan(1e-3);
    expect(logDetError).toBeLessThan(1e-3);
  });
});

describe('data from files', () => {
  const digits = makeRecipe('digits-maf', { layers: 1, hidden: 8 });

  test('what is ordered while they are on their way is done when they are there', async () => {
    const { say, until } = worker();
    say({ type: 'prepare', recipe: digits });
    say({ type: 'train', until: 2 });
    const { heldOut } = await until('ready');
    expect(heldOut.bitsPerDim).toBeCloseTo(heldOut.nll / (64 * Math.LN2), 12);
    expect(heldOut.floor).toBeUndefined();
    expect(await until('paused')).toMatchObject({ step: 2, reason: 'reached' });
  });

  test('files that cannot be had are reported, and so is nothing of a run that was abandoned meanwhile', async () => {
    const { reports, say, until } = worker(undefined, () => Promise.reject(new Error('no such file')));
    say({ type: 'prepare', recipe: digits });
    expect(await until('failed')).toMatchObject({ reason: 'bug', message: 'no such file' });
    const slow = worker();
    slow.say({ type: 'prepare', recipe: digits });
    slow.say({ type: 'prepare', recipe }, 2);
    await slow.until('ready', ({ run }) => run === 2);
    slow.say({ type: 'train', until: 3 }, 2);
    await slow.until('paused', ({ run }) => run === 2);
    expect([...slow.reports, ...reports].filter(({ run, type }) => run === 1 && type === 'ready')).toEqual([]);
  });
});

test('a long answer gives signs of life, so that its worker is not taken for dead', async () => {
  // A clock on which every look takes 0.1 s: the 85 parts of a measurement then last several seconds.
  let time = 0;
  const { reports, say, ask } = worker(() => (time += 100));
  say({ type: 'prepare', recipe });
  await ask({ kind: 'metrics' });
  expect(reports.filter(({ type }) => type === 'working').length).toBeGreaterThan(3);
});

test('training with every view asking keeps the number of tensors', async () => {
  const { say, until, ask } = worker();
  say({ type: 'prepare', recipe });
  say({ type: 'train', until: 2 });
  await until('paused');
  const views = async () => {
    await ask({ kind: 'density', grid: { x: [-2, 2], y: [-2, 2], columns: 16, rows: 16 } });
    await ask({ kind: 'trace', points: new Float32Array(64) });
    await ask({ kind: 'samples', n: 50, seed: 3 });
    await ask({ kind: 'probe', from: 'z', point: [0.1, 0.2] });
  };
  await views();
  const before = tf.memory().numTensors;
  say({ type: 'train', until: 1002 });
  for (let i = 0; i < 10; i++) await views();
  await until('paused', (report) => report.step === 1002);
  expect(tf.memory().numTensors).toBe(before);
});
