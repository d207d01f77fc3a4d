/** Seconds of training until RealNVP scores 1.84 nats on held-out points of two moons: ours and PyTorch, from equal weights and batches. */
import { parseArgs } from 'node:util';
import { startNodeBackend } from '../scripts/node-backend.ts';
import { wholeNumber } from '../scripts/usage.ts';
import type { Contender } from './harness/contender.ts';
import { ours, styles } from './harness/family.ts';
import { makeModel } from './harness/model.ts';
import { circumstances } from './harness/results.ts';
import type { Section } from './harness/results.ts';
import { median, range } from './harness/statistics.ts';
import { torchContenders } from './harness/torch.ts';

const GOAL = 1.84;
const STEPS_BETWEEN_SCORES = 25;
const MOST_STEPS = 4000;

/** Both moons about the origin, as wide as high: the true density scores 1.79 there. */
const moved = (points: Float32Array): Float32Array =>
  points.map((value, i) => (i % 2 === 0 ? (value - 0.5) * 1.15 : (value - 0.25) * 1.9));

export async function run(args: string[], section: Section): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { rounds: { type: 'string', default: '3' }, write: { type: 'boolean', default: false } },
  });
  const rounds = wholeNumber('--rounds', values.rounds);
  await startNodeBackend('wasm');
  const model = await makeModel('realnvp', 'moons-realnvp', moved);
  const times = new Map<string, Arrival[]>();
  try {
    for (let round = 0; round < rounds; round++) {
      const peers = styles({ eager: 'eager as in nflows', lean: 'leanest, foreach Adam' });
      const contenders = [await ours(model, 'exact'), ...(await torchContenders(model.folder, peers))];
      try {
        for (const [name, arrival] of await race(contenders)) times.set(name, [...(times.get(name) ?? []), arrival]);
      } finally {
        for (const contender of contenders) await contender.close();
      }
    }
  } finally {
    await model.remove();
  }
  const seconds = [...times.values()].map((arrivals) => median(arrivals.map(({ ms }) => ms / 1000)));
  const over = (i: number) => (seconds[0]! / seconds[i]!).toFixed(2);
  const rows = [...times].map(([name, arrivals], i) => {
    const [low, high] = range(arrivals.map(({ ms }) => ms / 1000));
    return `| ${name} | ${seconds[i]!.toFixed(2)} | ${low.toFixed(2)}–${high.toFixed(2)} | ${arrivals[0]!.steps} | ${over(i)} |`;
  });
  const table = [
    '## time-to-nll',
    '',
    `Training time until RealNVP-2D (8 couplings, batch 256, Adam 1e-3) scores ${GOAL} nats on held-out points of moons, noise 0.10, moved to`,
    `((x − .5)·1.15, (y − .25)·1.9). ${rounds} rounds, in turns of ${STEPS_BETWEEN_SCORES} steps; scoring is not counted; ${circumstances()}.`,
    '',
    '| contender | median seconds | range | steps | ours ÷ it |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
  console.log(table);
  if (values.write) await section.write(table);
  console.log(`ratio: ${seconds.length > 1 ? over(1) : 'NaN'}`);
  return 0;
}

/** The training time and steps that it took; both without end where the goal was not reached. */
type Arrival = { ms: number; steps: number };

async function race(contenders: readonly Contender[]): Promise<Map<string, Arrival>> {
  const arrived = new Map<string, Arrival>();
  const spent = contenders.map(() => 0);
  for (let steps = STEPS_BETWEEN_SCORES; steps <= MOST_STEPS; steps += STEPS_BETWEEN_SCORES) {
    for (const [i, contender] of contenders.entries()) {
      if (arrived.has(contender.name)) continue;
      spent[i]! += (await contender.run(STEPS_BETWEEN_SCORES)).ms;
      if ((await contender.score!()) <= GOAL) arrived.set(contender.name, { ms: spent[i]!, steps });
    }
    if (arrived.size === contenders.length) break;
  }
  return new Map(contenders.map(({ name }) => [name, arrived.get(name) ?? { ms: Infinity, steps: Infinity }]));
}
