/**
 * The bans, folder by folder. Imports go downward only:
 * content → components → training · coursework · notebook · plotting → flows · datasets → kernels · numerics,
 * through the doors of package.json. The last matching entry of a rule wins, so each entry here is complete.
 */
const tests = ['**/*.test.ts', 'tests/**', 'bench/**', 'scripts/**'];
const tfModule = ['src/numerics/tf*.ts'];

const folders = '(?:coursework|datasets|flows|kernels|notebook|numerics|plotting|training)';
const deep = {
  regex: `^(?:\\.{1,2}/)+(?:src/)?${folders}/`,
  message: 'Another folder is reached through its door: #numerics, #kernels, #flows, #datasets, #training, #plotting.',
};
const upward = {
  regex: '^(?:\\.\\./)+(?:components|content|pages|layouts|scripts|tests|bench)/',
  message: 'Imports go downward only, see CONTRIBUTING.md.',
};
// The address of a .wasm file is no code.
const tfjs = {
  regex: '^@tensorflow/(?!.*\\.wasm\\?url$)',
  message: "tfjs enters through src/numerics/tf.ts alone: import * as tf from '#tf'.",
};
const doors = (...names) => ({
  regex: `^#(?:${names.join('|')})$`,
  message: 'This door is not below this folder, or opens tfjs on the main thread, see CONTRIBUTING.md.',
});
const valuesOf = (...names) => ({ ...doors(...names), allowTypeImports: true });

const imports = (files, ...patterns) => ({
  files,
  ignores: tests,
  rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: [tfjs, ...patterns] }] },
});
const below = (folder, ...forbidden) =>
  imports([`src/${folder}/**`], deep, upward, ...(forbidden.length > 0 ? [doors(...forbidden)] : []));

const layers = [
  imports(['**/*.{js,mjs,ts,svelte,astro}']),
  below('numerics', 'kernels', 'flows', 'datasets', 'training', 'plotting', 'coursework', 'notebook'),
  below('kernels', 'flows', 'datasets', 'training', 'plotting', 'coursework', 'notebook'),
  below('datasets', 'flows', 'training', 'plotting', 'coursework', 'notebook'),
  below('flows', 'datasets', 'training', 'plotting', 'coursework', 'notebook'),
  below('training', 'plotting', 'coursework', 'notebook'),
  below('plotting', 'tf', 'training', 'coursework', 'notebook'),
  below('coursework', 'tf', 'plotting'),
  below('notebook', 'plotting', 'coursework'),
  // Components and figures run on the main thread: of the flow library they may know the types.
  imports(['components/**/*.{ts,svelte}'], deep, doors('tf'), valuesOf('flows'), {
    regex: '^(?:\\.\\./)+(?:content|pages|layouts|scripts|tests|bench)/',
    message: upward.message,
  }),
  imports(['components/**/*.astro'], deep, doors('tf')),
  imports(['content/**/*.{ts,svelte}'], deep, doors('tf'), valuesOf('flows')),
  imports(['content/**/*.astro'], deep, doors('tf')),
  // A listing shows readers what they can write themselves.
  imports(['content/**/listings/*.ts'], deep, doors('plotting', 'training')),
  // The one module that knows tfjs, and the tests, benches and makers, which compare with it.
  { files: tfModule, rules: { '@typescript-eslint/no-restricted-imports': 'off' } },
];

const random = {
  object: 'Math',
  property: 'random',
  message: 'All randomness is a value: pass an Rng (#numerics), so that a seed gives the same numbers again.',
};
// Engines differ in the last bit of these, and then the same seed would give other weights; √ and + − × ÷ are exact.
const inexact = [
  'acos',
  'acosh',
  'asin',
  'asinh',
  'atan',
  'atan2',
  'atanh',
  'cbrt',
  'cos',
  'cosh',
  'exp',
  'expm1',
  'hypot',
]
  .concat(['log', 'log10', 'log1p', 'log2', 'pow', 'sin', 'sinh', 'tan', 'tanh'])
  .map((property) => ({
    object: 'Math',
    property,
    message: `Math.${property} differs between engines: use the portable functions of src/numerics/elementary.ts.`,
  }));

const tfjsLater = {
  selector: 'ImportExpression[source.value=/^@tensorflow\\u002F/]',
  message: tfjs.message,
};
const power = {
  selector: "BinaryExpression[operator='**'], AssignmentExpression[operator='**=']",
  message: 'The power operator differs between engines: multiply, or use pow of src/numerics/elementary.ts.',
};
const sleeping = {
  selector: "CallExpression[callee.property.name='waitForTimeout']",
  message: 'A test waits for what it expects, never for a time.',
};

const pure = ['src/{datasets,flows,kernels,numerics}/**/*.ts'];
const pageOnly = [
  'document',
  'fetch',
  'indexedDB',
  'localStorage',
  'location',
  'navigator',
  'postMessage',
  'self',
  'window',
];

export const bans = [
  ...layers,
  { rules: { 'no-restricted-properties': ['error', random], 'no-restricted-syntax': ['error', sleeping, tfjsLater] } },
  {
    files: pure,
    ignores: tests,
    rules: {
      'no-restricted-globals': [
        'error',
        ...pageOnly.map((name) => ({ name, message: 'This folder is pure: it knows no page and no worker.' })),
      ],
    },
  },
  {
    files: [
      'src/{datasets,flows,numerics}/**/*.ts',
      'src/training/{models,recipe,recipes,run,schedule,snapshot,task,density-task,digits-task,energy-task}.ts',
    ],
    // What measures a flow after the fact is on no path from a seed to weights.
    ignores: [...tests, 'src/flows/laws/**', 'src/flows/jacobian.ts'],
    rules: {
      'no-restricted-properties': ['error', random, ...inexact],
      'no-restricted-syntax': ['error', sleeping, tfjsLater, power],
    },
  },
  { files: [...tfModule, ...tests], rules: { 'no-restricted-syntax': ['error', sleeping] } },
];
