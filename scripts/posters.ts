/**
 * `npm run posters [-- RECIPE …]`: draws `public/posters/<recipe>.svg` from the shipped weights.
 * Without names: every recipe that is shipped.
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { parseHTML } from 'linkedom';
import { gridPoints } from '#numerics';
import { crest, lattice, squareWindow } from '#plotting';
import { poster } from '../src/plotting/poster.ts';
import { answerAtOnce } from '../src/training/answers.ts';
import { planeOf } from '../src/training/plane.ts';
import { Run } from '../src/training/run.ts';
import { startNodeBackend } from './node-backend.ts';
import { UsageError } from './usage.ts';
import type { Backend } from '../src/training/backend.ts';
import type { AnswerOf, Query, Shipped } from '#training';

const folder = 'public/weights';
const posters = 'public/posters';
const cells = 88;
/** Coarser than the live grid, and fewer points than live: a poster stays below 60 kB. */
const overBase = lattice(3, 25, 2);
const dots = 600;
/** The tokens that a poster names. */
const used = /^\s*--(paper|ink|ink-soft|truth|baseline|x|logdet-[a-z]+|density-x-\d|font-ui):.*;$/gm;

export async function main(args: string[]): Promise<void> {
  const backend = await startNodeBackend();
  await mkdir(posters, { recursive: true });
  const tokens = (await readFile('src/styles/tokens.css', 'utf8')).match(used) ?? [];
  const shipped = (await readdir(folder))
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.replace('.json', ''));
  for (const name of args.length > 0 ? args : shipped) {
    if (!shipped.includes(name)) {
      throw new UsageError(`posters: no weights of "${name}" are shipped; there are ${shipped.join(', ')}.`);
    }
    const svg = await draw(name, backend, `svg{color-scheme:light dark;${tokens.map((line) => line.trim()).join('')}}`);
    await writeFile(`${posters}/${name}.svg`, svg);
    console.log(`${name}: ${(svg.length / 1000).toFixed(1)} kB`);
  }
}

async function draw(name: string, backend: Backend, tokens: string): Promise<string> {
  const about = JSON.parse(await readFile(`${folder}/${name}.json`, 'utf8')) as Shipped;
  const binary = await readFile(`${folder}/${name}.bin`);
  const weights = binary.buffer.slice(binary.byteOffset, binary.byteOffset + binary.byteLength);
  const run = new Run(about.recipe, await backend.engineFor(about.recipe), { from: { step: about.step, weights } });
  const ask = <Q extends Query>(query: Q): AnswerOf<Q> => answerAtOnce(query, run);

  const { title, box, logDensity } = planeOf(about.recipe.data);
  const window = squareWindow(box);
  const grid = { ...window, columns: cells, rows: cells };
  const warped = ask({ kind: 'trace', points: overBase.points });
  const depth = about.recipe.flow.layers.length;
  const exact = logDensity(gridPoints(grid));
  const svg = poster(
    {
      title: `${title}, learnt by a normalizing flow`,
      window,
      density: {
        logDensity: ask({ kind: 'density', grid }).logDensity,
        cells,
        logTop: crest(Float32Array.from(exact)),
      },
      grid: { lattice: overBase, points: at(warped.points, depth), logDet: at(warped.logDet, depth) },
      samples: at(ask({ kind: 'samples', n: dots, seed: 1 }).points, depth),
      data: ask({ kind: 'data', n: dots, seed: 1 }).points,
      history: {
        losses: { steps: about.history.steps, values: about.history.losses },
        heldOut: about.history.heldOut,
        floor: about.heldOut.floor,
        gaussian: about.heldOut.gaussian,
        steps: about.step,
      },
      tokens,
    },
    parseHTML('<html></html>').document as unknown as Document,
  );
  run.dispose();
  return svg;
}

function at(depths: readonly Float32Array[], depth: number): Float32Array {
  const found = depths[depth];
  if (!found) throw new RangeError(`posters: no depth ${depth} in an answer with ${depths.length}.`);
  return found;
}
