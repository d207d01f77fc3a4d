/** Frames of a 128 × 128 density: how many the fused flow gives a second, and what they cost the training in the page's worker. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildFlow, fuse } from '#flows';
import { gridPoints, rng } from '#numerics';
import type { Grid } from '#numerics';
import { startNodeBackend } from '../scripts/node-backend.ts';
import { nodeKernels } from '../scripts/node-kernels.ts';
import { wholeNumber } from '../scripts/usage.ts';
import { logDensityAt } from '../src/training/log-density.ts';
import { planeOf } from '../src/training/plane.ts';
import { makeRecipe } from '../src/training/recipes.ts';
import { openPage } from './harness/chromium.ts';
import { circumstances } from './harness/results.ts';
import type { Section } from './harness/results.ts';
import { median, range } from './harness/statistics.ts';
import type { Command, Report, Start } from '../src/training/protocol.ts';
import type { Recipe } from '../src/training/recipe.ts';

const SIDE = 128;
/** Frames a second that the page asks for. */
const ASKED = [30, 60];
const STRETCH_MS = 1000;

type Stretch = { steps: number; frames: number };
type Told = { recipe: Recipe; grid: Grid };

export async function run(args: string[], section: Section): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { rounds: { type: 'string', default: '5' }, write: { type: 'boolean', default: false } },
  });
  const rounds = wholeNumber('--rounds', values.rounds);
  const recipe = makeRecipe('moons-realnvp');
  const grid: Grid = { ...planeOf(recipe.data).box, columns: SIDE, rows: SIDE };
  const alone = await framesAlone(recipe, grid, rounds);

  const folder = await mkdtemp(join(tmpdir(), 'flowbook-bench-'));
  const opened = await openPage('src/training/worker.ts', folder);
  const measured = [0, ...ASKED].map((): Stretch[] => []);
  let place = 'No Chromium was found, so only Node was measured';
  try {
    if (opened) {
      place = `Chromium ${opened.version}`;
      await opened.page.evaluate(startTraining, { recipe, grid });
      for (let round = 0; round <= rounds; round++) {
        for (const [i, asked] of [0, ...ASKED].entries()) {
          const stretch = await opened.page.evaluate(watch, { asked, ms: STRETCH_MS });
          if (round > 0) measured[i]!.push(stretch);
        }
      }
    }
  } finally {
    await opened?.close();
    await rm(folder, { recursive: true });
  }
  const speeds = measured.map((stretches) => median(stretches.map(({ steps }) => steps)));
  const share = (i: number) => `${((100 * speeds[i]!) / speeds[0]!).toFixed(0)} %`;
  const spread = (numbers: number[]) =>
    range(numbers)
      .map((value) => value.toFixed(1))
      .join('–');
  const rows = [0, ...ASKED].map((asked, i) => {
    const frames = measured[i]!.map((stretch) => stretch.frames);
    const steps = measured[i]!.map((stretch) => stretch.steps);
    return `| worker, ${asked} frames/s asked for | ${median(frames).toFixed(1)} | ${spread(frames)} | ${speeds[i]!.toFixed(1)} | ${spread(steps)} | ${share(i)} |`;
  });
  const table = [
    '## density',
    '',
    `A ${SIDE} × ${SIDE} density of moons-realnvp, exact kernels. ${rounds} rounds in turn, ${STRETCH_MS} ms each in the page's worker while it trains; ${place};`,
    `${circumstances()}.`,
    '',
    '| where | frames/s | range | steps/s | range | of the speed without views |',
    '| --- | --- | --- | --- | --- | --- |',
    `| Node, nothing else to do | ${median(alone).toFixed(1)} | ${spread(alone)} | – | – | – |`,
    ...(opened ? rows : []),
    '',
  ].join('\n');
  console.log(table);
  if (values.write) await section.write(table);
  if (opened) console.log(`ratio: ${(speeds[1]! / speeds[0]!).toFixed(2)}`);
  return 0;
}

async function framesAlone({ flow: spec, seed }: Recipe, grid: Grid, rounds: number): Promise<number[]> {
  await startNodeBackend('fused');
  const flow = fuse(buildFlow(spec, rng(seed, 'weights')), await nodeKernels('exact'));
  const points = gridPoints(grid);
  const perRound = 10;
  const rates: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const from = performance.now();
    for (let i = 0; i < perRound; i++) logDensityAt(flow, points);
    if (round > 0) rates.push((1000 * perRound) / (performance.now() - from));
  }
  return rates;
}

type InPage = { waiting: boolean; step: number; frames: number; ask: () => void };

/** Runs in the page: a worker that trains without end, and counts of what it reports. */
function startTraining({ recipe, grid }: Told): Promise<void> {
  const address = { session: 'bench', run: 1 };
  const worker = new Worker('/worker.js', { type: 'module' });
  const say = (message: Start | Command) => worker.postMessage(message);
  const state: InPage = {
    waiting: false,
    step: 0,
    frames: 0,
    // One question at a time, as the views ask.
    ask() {
      if (state.waiting) return;
      state.waiting = true;
      say({ ...address, type: 'ask', id: 1, query: { kind: 'density', grid } });
    },
  };
  Object.assign(globalThis, { bench: state });
  return new Promise((resolve, reject) => {
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.onmessage = ({ data }: MessageEvent<Report>) => {
      if (data.type === 'failed') reject(new Error(data.message));
      if (data.type === 'answer') {
        state.waiting = false;
        state.frames += 1;
      }
      if (data.type !== 'progress') return;
      state.step = data.step;
      resolve();
    };
    say({ type: 'start', backend: 'auto' });
    say({ ...address, type: 'prepare', recipe });
    say({ ...address, type: 'train' });
  });
}

/** Runs in the page: so many frames a second are asked for; none for 0. @returns steps and frames a second. */
async function watch({ asked, ms }: { asked: number; ms: number }): Promise<Stretch> {
  const { bench } = globalThis as unknown as { bench: InPage };
  // The last stretch's last question is its own.
  while (bench.waiting) await new Promise((later) => setTimeout(later, 5));
  const [step, frames, from] = [bench.step, bench.frames, performance.now()];
  const timer = asked > 0 ? setInterval(bench.ask, 1000 / asked) : 0;
  return new Promise((resolve) =>
    setTimeout(() => {
      clearInterval(timer);
      const seconds = (performance.now() - from) / 1000;
      resolve({ steps: (bench.step - step) / seconds, frames: (bench.frames - frames) / seconds });
    }, ms),
  );
}
