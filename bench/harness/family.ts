import { parseArgs } from 'node:util';
import * as tf from '#tf';
import '#tf/cpu';
import type { KernelBuild, Kernels } from '#kernels';
import { startNodeBackend } from '../../scripts/node-backend.ts';
import { nodeKernels } from '../../scripts/node-kernels.ts';
import { wholeNumber } from '../../scripts/usage.ts';
import type { RecipeName } from '../../src/training/recipes.ts';
import { bareContender } from './bare.ts';
import { chromiumContenders } from './chromium.ts';
import { comparisonTable, compete, ratioLines } from './comparison.ts';
import { childContender } from './contender.ts';
import type { Contender } from './contender.ts';
import { makeModel } from './model.ts';
import type { Model } from './model.ts';
import { circumstances } from './results.ts';
import type { Section } from './results.ts';
import { torchContenders } from './torch.ts';
import type { TorchStyle } from './torch.ts';
import { startTraining } from './training.ts';

/** A kind of flow beside its peers; each peer has a module of this family's name. */
export type Family = {
  family: string;
  title: string;
  recipe: RecipeName;
  /** One counted run of a contender; its loss after the first is compared. */
  stepsPerRun: number;
  /** The name of the eager PyTorch: whose style it has. */
  eager: string;
  lean: string;
};

export const styles = ({ eager, lean }: Pick<Family, 'eager' | 'lean'>): TorchStyle[] =>
  [1, 2].flatMap((threads) => [
    { name: eager, style: 'eager', threads },
    { name: lean, style: 'lean', threads },
  ]);

/** Training steps of one family, from the same weights and batches: ours in Node and Chromium, PyTorch and stock tfjs. */
export async function runFamily(family: Family, args: string[], section: Section): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { rounds: { type: 'string', default: '5' }, write: { type: 'boolean', default: false } },
  });
  const rounds = wholeNumber('--rounds', values.rounds);
  await startNodeBackend('wasm');
  const model = await makeModel(family.family, family.recipe);
  const contenders: Contender[] = [];
  try {
    contenders.push(await ours(model, 'exact'));
    contenders.push(...(await torchContenders(model.folder, styles(family))));
    contenders.push(...(await stockTfjs(model)));
    contenders.push(...(await chromiumContenders(model)));
    contenders.push(await ours(model, 'relaxed'));
    contenders.push(bareContender('ours: the exact kernels alone, in Node', await nodeKernels('exact'), model));
    contenders.push(await ours(model));
    const entries = await compete(contenders, rounds, family.stepsPerRun);
    const how = `${rounds} rounds of ${family.stepsPerRun} steps or more, in turn; ${circumstances()}`;
    const table = comparisonTable(family.family, { title: family.title, unit: 'steps/s', how }, entries);
    console.log(table);
    if (values.write) await section.write(table);
    ratioLines(entries).forEach((line) => console.log(line));
    return 0;
  } finally {
    for (const contender of contenders) await contender.close();
    await model.remove();
  }
}

/** Ours in this process; without kernels on tfjs wasm. */
export async function ours(model: Model, build?: KernelBuild): Promise<Contender> {
  const backend = build ? 'cpu' : 'wasm';
  const kernels: Kernels | undefined = build && (await nodeKernels(build));
  await tf.setBackend(backend);
  const training = startTraining(model, kernels);
  return {
    name: `ours: ${build ? `fused, ${build}` : 'not fused, tfjs wasm'}, in Node`,
    side: 'ours',
    ...training,
    async run(steps) {
      await tf.setBackend(backend);
      return training.run(steps);
    },
    async score() {
      await tf.setBackend(backend);
      return training.score();
    },
  };
}

export function stockTfjs({ folder }: Model): Promise<Contender[]> {
  return Promise.all(
    ['wasm', 'cpu'].map((name) =>
      childContender(`stock tfjs, ${name}`, [process.execPath, 'bench/peers/tfjs/peer.mjs', name, folder]),
    ),
  );
}
