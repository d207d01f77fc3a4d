import { beforeEach, expect, test } from 'vitest';
import { Line, score, shipped } from './fakes/Line.ts';
import { TrainingSession } from './TrainingSession.svelte.ts';
import type { Command } from './protocol.ts';
import type { ShippedWeights } from './shipped.ts';

let line: Line;
beforeEach(() => {
  line = new Line();
});
const session = (options: { shipped?: ShippedWeights | Error; knobs?: object } = {}) =>
  new TrainingSession({
    id: 'moons',
    recipe: 'moons-realnvp',
    base: '/',
    connection: line,
    knobs: options.knobs ?? {},
    shipped: () =>
      options.shipped instanceof Error ? Promise.reject(options.shipped) : Promise.resolve(options.shipped),
  });

test('opens on the shipped result, and play starts a new run from initial weights', async () => {
  const lab = session({ shipped });
  await lab.open();
  line.ready(5000);
  expect(lab.status).toBe('shipped');
  expect(lab.record.losses.values).toEqual([2, 1.5]);
  await lab.play();
  const prepare = line.sent.filter(({ type }) => type === 'prepare').at(-1) as Extract<Command, { type: 'prepare' }>;
  expect(prepare.from).toBeUndefined();
  line.ready(0);
  expect(lab.status).toBe('training');
  expect(lab.record.step).toBe(0);
  expect(lab.record.losses.values).toEqual([]);
  expect(line.sent.at(-1)).toMatchObject({ type: 'train', until: 2000 });
});

test('continue trains on from the shipped weights, and play after a pause does not throw that away', async () => {
  const lab = session({ shipped });
  await lab.open();
  line.ready(5000);
  await lab.continueShipped();
  expect(line.sent.at(-1)).toMatchObject({ type: 'train', until: undefined });
  expect(lab.record.step).toBe(5000);
  expect(lab.origin).toBe('fresh');
  lab.pause();
  line.paused(5100);
  await lab.play();
  expect(line.types().filter((type) => type === 'prepare')).toHaveLength(1);
  expect(lab.record.step).toBe(5100);
});

test('reports of an abandoned run are dropped', async () => {
  const lab = session();
  await lab.open();
  const old = line.run;
  line.ready();
  lab.setKnob('layers', 4);
  line.say({ type: 'progress', run: old, step: 99, losses: Float32Array.of(1), stepsPerSecond: 1 } as never);
  expect(lab.record.step).toBe(0);
});

test('other knobs than the shipped ones open on initial weights', async () => {
  const lab = session({ shipped, knobs: { layers: 4 } });
  await lab.open();
  line.ready();
  expect(lab.status).toBe('ready');
  expect(lab.origin).toBe('fresh');
});

test('refused weights are said, and training from scratch is possible', async () => {
  const lab = session({ shipped });
  await lab.open();
  line.say({ type: 'failed', reason: 'weights', step: 0, message: 'its SHA-256 differs.' } as never);
  expect(lab.notice?.text).toMatch(/refused.*SHA-256/);
  line.ready();
  expect(lab.status).toBe('ready');
  await lab.play();
  expect(lab.status).toBe('training');
});

test('shipped weights that cannot be fetched are said, and the lab still opens', async () => {
  const lab = session({ shipped: new Error('HTTP 500.') });
  await lab.open();
  line.ready();
  expect(lab.notice?.text).toContain('HTTP 500');
  expect(lab.status).toBe('ready');
});

test('a learning rate may change while training, other knobs start anew and train on', async () => {
  const lab = session();
  await lab.open();
  line.ready();
  await lab.play();
  lab.setKnob('learning-rate', 0.01);
  expect(line.sent.at(-1)).toMatchObject({ type: 'tune', learningRate: 0.01 });
  expect(lab.status).toBe('training');
  lab.setKnob('hidden', 32);
  expect(lab.status).toBe('starting');
  line.ready();
  expect(lab.status).toBe('training');
});

test('NaN stops the run on its last good weights and says what to press', async () => {
  const lab = session();
  await lab.open();
  line.ready();
  lab.setKnob('learning-rate', 1);
  await lab.play();
  line.say({ type: 'progress', step: 18, losses: new Float32Array(18), stepsPerSecond: 60 } as never);
  line.say({ type: 'failed', reason: 'nan', step: 17, message: 'Training diverged.' } as never);
  expect(lab.status).toBe('paused');
  expect(lab.record.step).toBe(17);
  expect(lab.record.losses.steps.at(-1)).toBe(17);
  expect(lab.notice?.text).toMatch(/step 17/);
  lab.notice!.action!.run();
  expect(lab.knobs['learning-rate']).toBe(0.001);
  expect(line.sent.at(-1)).toMatchObject({ type: 'train' });
  expect(lab.notice).toBeUndefined();
});

test('out of sight the work stops, back in sight it goes on', async () => {
  const lab = session();
  await lab.open();
  line.ready();
  await lab.play();
  lab.visible = false;
  expect(line.sent.at(-1)).toMatchObject({ type: 'pause' });
  line.say({ type: 'paused', step: 40, reason: 'asked', heldOut: score(40, 1.8) } as never);
  expect(lab.status).toBe('paused');
  lab.visible = true;
  expect(lab.status).toBe('training');
  expect(line.types().filter((type) => type === 'train')).toHaveLength(2);
});

test('a lost worker is replaced from the last snapshot, and the reader is told', async () => {
  const lab = session();
  await lab.open();
  line.ready();
  await lab.play();
  line.say({ type: 'progress', step: 300, losses: new Float32Array(300).fill(1.5), stepsPerSecond: 60 } as never);
  line.say({
    type: 'saved',
    step: 300,
    weights: new ArrayBuffer(8),
    optimiser: new ArrayBuffer(16),
    hash: 'b',
  } as never);
  line.say({ type: 'progress', step: 400, losses: new Float32Array(100).fill(1.4), stepsPerSecond: 60 } as never);
  line.client.lost('it stopped answering');
  const prepare = line.sent.filter(({ type }) => type === 'prepare').at(-1);
  expect(prepare).toMatchObject({ from: { step: 300 } });
  expect(lab.record.step).toBe(300);
  expect(lab.record.losses.steps.at(-1)).toBe(300);
  expect(lab.notice?.text).toMatch(/step 300/);
  line.ready(300);
  expect(lab.status).toBe('training');
});

test('one step from a shipped result is step 1 of a new run', async () => {
  const lab = session({ shipped });
  await lab.open();
  line.ready(5000);
  await lab.stepOnce();
  line.ready(0);
  expect(line.sent.at(-1)).toMatchObject({ type: 'train', until: 1 });
});

test('without WebAssembly the reader is told once what that costs', async () => {
  const lab = session();
  await lab.open();
  line.ready(0, 'cpu');
  expect(lab.notice?.text).toMatch(/slower/);
  lab.dismiss();
  lab.reset();
  line.ready(0, 'cpu');
  expect(lab.notice).toBeUndefined();
});

test('pressing pause while the worker is still starting is heard', async () => {
  const lab = session();
  await lab.open();
  await lab.play();
  lab.pause();
  line.ready();
  expect(lab.status).toBe('ready');
});
