/**
 * `npm run export -- RECIPE [--to python|typescript] [--weights FILE] [--out FILE]`: a recipe's flow as code. Its weights are those
 * of the file, else those that the site ships for the recipe, else none.
 */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { toPyTorch, toTypeScript } from '#flow-export';
import { isRecipeName, makeRecipe, recipeNames } from '../src/training/recipes.ts';
import { UsageError } from './usage.ts';

const usage = 'usage: npm run export -- RECIPE [--to python|typescript] [--weights FILE] [--out FILE]';
const writers = { python: toPyTorch, typescript: toTypeScript };

export async function main(args: string[]): Promise<void> {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: { to: { type: 'string', default: 'python' }, weights: { type: 'string' }, out: { type: 'string' } },
  });
  const [name, ...rest] = positionals;
  if (name === undefined || rest.length > 0) throw new UsageError(`${usage}\nrecipes: ${recipeNames.join(', ')}`);
  if (!isRecipeName(name)) throw new UsageError(`export: no recipe "${name}"; there are ${recipeNames.join(', ')}.`);
  const { to } = values;
  if (to !== 'python' && to !== 'typescript') {
    throw new UsageError(`export: --to must be python or typescript, got "${to}".`);
  }
  const shipped = `public/weights/${name}.bin`;
  const file = values.weights ?? (existsSync(shipped) ? shipped : undefined);
  const code = writers[to]({
    spec: makeRecipe(name).flow,
    weights: file === undefined ? undefined : new Uint8Array(await readFile(file)).buffer,
    title: name,
  });
  if (values.out === undefined) process.stdout.write(code);
  else await writeFile(values.out, code);
}
