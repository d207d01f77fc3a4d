import { beforeEach, describe, expect, test } from 'vitest';
import { Line, shipped } from './fakes/Line.ts';
import { TrainingSession } from './TrainingSession.svelte.ts';
import type { ShippedWeights } from './shipped.ts';

let line: Line;
beforeEach(() => {
  line = new Line();
});
const open = async (load: () => Promise<ShippedWeights | undefined>) => {
  const lab = new TrainingSession({ id: 'moons', recipe: 'moons-realnvp', base: '/', connection: line, shipped: load });
  await lab.open();
  return lab;
};

test('out of sight and back before the worker has answered, it trains on', async () => {
  const lab = await open(async () => undefined);
  line.ready();
  await lab.play();
  lab.visible = false;
  lab.visible = true;
  line.paused(40);
  expect(lab.status).toBe('training');
  expect(line.types().slice(-4)).toEqual(['train', 'pause', 'train', 'save']);
});

test('play pressed before the pause is answered is not undone by the answer', async () => {
  const lab = await open(async () => undefined);
  line.ready();
  await lab.play();
  lab.pause();
  await lab.play();
  line.paused(40);
  expect(lab.status).toBe('training');
  lab.pause();
  line.paused(60);
  expect(lab.status).toBe('paused');
});

test('play pressed while a single step is under way is not undone by its end', async () => {
  const lab = await open(async () => undefined);
  line.ready();
  await lab.stepOnce();
  await lab.play();
  line.paused(1, 'reached');
  expect(lab.status).toBe('training');
  line.paused(2000, 'reached');
  expect(lab.status).toBe('finished');
});

describe('while the shipped result is on its way', () => {
  function slow() {
    let arrived: (weights: ShippedWeights) => void = () => {};
    const promise = new Promise<ShippedWeights>((resolve) => (arrived = resolve));
    const lab = new TrainingSession({
      id: 'moons',
      recipe: 'moons-realnvp',
      base: '/',
      connection: line,
      shipped: () => promise,
    });
    const opened = lab.open();
    return { lab, arrive: async () => (arrived(shipped), await opened) };
  }

  test('a reset stands: what arrives later does not replace it', async () => {
    const { lab, arrive } = slow();
    lab.reset();
    line.ready();
    await arrive();
    expect(lab.origin).toBe('fresh');
    expect(lab.status).toBe('ready');
    expect(line.types().filter((type) => type === 'prepare')).toHaveLength(1);
  });

  test('a pause takes back the play before it', async () => {
    const { lab, arrive } = slow();
    const played = lab.play();
    lab.pause();
    await arrive();
    await played;
    line.ready(5000);
    expect(lab.status).toBe('shipped');
  });

  test('closing leaves nothing to start: no worker is asked for afterwards', async () => {
    const { lab, arrive } = slow();
    const played = lab.play();
    lab.close();
    const before = line.sent.length;
    await arrive();
    await played;
    expect(line.sent).toHaveLength(before);
    expect(lab.status).toBe('idle');
  });

  test('nothing is owed yet, and the death of another lab’s worker does not matter', async () => {
    const { lab, arrive } = slow();
    expect(line.client.waiting()).toBe(false);
    line.client.lost('it stopped answering');
    await arrive();
    expect(lab.origin).toBe('shipped');
    expect(line.client.waiting()).toBe(true);
  });
});
