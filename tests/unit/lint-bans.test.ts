import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import typescript from 'typescript-eslint';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

// The project's own configuration, without the rules that need types: they would load the whole program.
const eslint = new ESLint({
  cwd: root,
  overrideConfig: [
    { ...typescript.configs.disableTypeChecked, files: ['**/*'] },
    { languageOptions: { parserOptions: { projectService: false } } },
  ],
});

async function rulesThatFire(filePath: string, source: string): Promise<string[]> {
  const [result] = await eslint.lintText(`${source}\n`, { filePath });
  return result?.messages.map(({ ruleId, message }) => ruleId ?? message) ?? [];
}

const imports = '@typescript-eslint/no-restricted-imports';
const properties = 'no-restricted-properties';

const forbidden: [what: string, file: string, source: string, rule: string][] = [
  ['Math.random in the library', 'src/flows/bijections/noise.ts', 'export const u = Math.random();', properties],
  [
    'Math.random in a component',
    'components/labs/Any.svelte',
    '<script>const u = Math.random();</script>{u}',
    properties,
  ],
  ['Math.random in a test', 'src/flows/any.test.ts', 'export const { random } = Math;', properties],
  [
    'tfjs beside its one module',
    'src/flows/any.ts',
    "import * as tf from '@tensorflow/tfjs-core';\nexport { tf };",
    imports,
  ],
  ['tfjs loaded later', 'src/training/any.ts', "export const tf = import('@tensorflow/tfjs');", 'no-restricted-syntax'],
  ['tfjs in a component', 'components/labs/any.ts', "import * as tf from '#tf';\nexport { tf };", imports],
  ['the flow library on the main thread', 'components/labs/any.ts', "export { buildFlow } from '#flows';", imports],
  ['a deep import', 'src/training/any.ts', "export { adam } from '../flows/fitting/adam.ts';", imports],
  [
    'a deep import from a chapter',
    'content/a/any.ts',
    "export { exp } from '../../src/numerics/elementary.ts';",
    imports,
  ],
  ['numerics importing flows', 'src/numerics/any.ts', "export { flow } from '#flows';", imports],
  ['flows importing data sets', 'src/flows/any.ts', "export { dataset } from '#datasets';", imports],
  ['data sets importing training', 'src/datasets/any.ts', "export { recipes } from '#training';", imports],
  ['plotting importing training', 'src/plotting/any.ts', "export { recipes } from '#training';", imports],
  [
    'training importing a component',
    'src/training/any.ts',
    "export { density } from '../../components/views/x.ts';",
    imports,
  ],
  ['components importing content', 'components/labs/any.ts', "export { outline } from '../../content/x.ts';", imports],
  ['Math.exp on the way to weights', 'src/datasets/any.ts', 'export const e = Math.exp(1);', properties],
  ['Math.tanh in a flow', 'src/flows/transformers/any.ts', 'export const t = Math.tanh(1);', properties],
  ['Math.log where a run is made', 'src/training/run.ts', 'export const l = Math.log(2);', properties],
  ['Math.pow in numerics', 'src/numerics/any.ts', 'export const p = Math.pow(2, 0.5);', properties],
  ['the power operator', 'src/flows/fitting/any.ts', 'export const p = 0.9 ** 3;', 'no-restricted-syntax'],
  ['the page in the library', 'src/flows/any.ts', 'export const w = self;', 'no-restricted-globals'],
  ['the network in data sets', 'src/datasets/any.ts', "export const f = fetch('x');", 'no-restricted-globals'],
  ['messages in numerics', 'src/numerics/any.ts', 'postMessage(1);', 'no-restricted-globals'],
  ['a test that sleeps', 'tests/e2e/any.spec.ts', 'export const p = page.waitForTimeout(5);', 'no-restricted-syntax'],
  ['any', 'src/plotting/any.ts', 'export const x: any = 1;', '@typescript-eslint/no-explicit-any'],
  ['silenced types', 'src/plotting/any.ts', '// @ts-ignore\nexport const x = 1;', '@typescript-eslint/ban-ts-comment'],
];

test.each(forbidden)('lint forbids %s', async (_what, file, source, rule) => {
  expect(await rulesThatFire(file, source)).toContain(rule);
});

test('a ban cannot be silenced by a comment', async () => {
  const silenced = '// eslint-disable-next-line no-restricted-properties\nexport const u = Math.random();';
  expect(await rulesThatFire('src/flows/any.ts', silenced)).toContain(properties);
});

const allowed: [what: string, file: string, source: string][] = [
  ['exact arithmetic', 'src/flows/any.ts', 'export const r = Math.sqrt(Math.floor(2.5)) + Math.imul(2, 3);'],
  ['a door below', 'src/training/any.ts', "import { buildFlow } from '#flows';\n\nexport const build = buildFlow;"],
  ['tfjs in its one module', 'src/numerics/tf.ts', "export { add } from '@tensorflow/tfjs-core';"],
  [
    "the flow library's types in a component",
    'components/labs/any.ts',
    "import type { Flow } from '#flows';\n\nexport type F = Flow;",
  ],
  [
    'a flow in a listing',
    'content/chapters/a/listings/any.ts',
    "import { realNvp } from '#flows';\n\nexport const f = realNvp;",
  ],
  ['Math.exp where nothing is trained', 'src/plotting/any.ts', 'export const e = Math.exp(1);'],
];

test.each(allowed)('lint allows %s', async (_what, file, source) => {
  expect(await rulesThatFire(file, source)).toEqual([]);
});
