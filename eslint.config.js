/** What TypeScript cannot say: which folder may import which, and what must not be written anywhere or in some place. */
import { defineConfig } from 'eslint/config';
import astro from 'eslint-plugin-astro';
import importX from 'eslint-plugin-import-x';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import typescript from 'typescript-eslint';
import { bans } from './eslint.bans.js';

const code = ['**/*.{js,mjs,ts,svelte,astro}'];
const typed = ['**/*.ts'];

export default defineConfig(
  {
    ignores: [
      'dist/',
      '.astro/',
      'node_modules/',
      'test-results/',
      'playwright-report/',
      '.vitest/',
      '.vitest-attachments/',
      // AssemblyScript: neither its types nor its decorators are TypeScript's; its compiler checks it.
      'src/kernels/assembly/',
    ],
  },
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  { files: code, extends: [typescript.configs.strict] },
  ...svelte.configs.recommended,
  ...astro.configs.recommended,
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: typescript.parser }, globals: globals.browser },
    rules: {
      // Links are made by the site's own `sitePath`, which knows the base path.
      'svelte/no-navigation-without-resolve': 'off',
      'svelte/no-at-html-tags': 'error',
      // A registry or a cache beside reactive state is not meant to be reactive itself.
      'svelte/prefer-svelte-reactivity': 'off',
      'prefer-const': 'off',
      'svelte/prefer-const': 'error',
    },
  },
  {
    files: typed,
    extends: [typescript.configs.recommendedTypeCheckedOnly],
    languageOptions: { parserOptions: { projectService: true, extraFileExtensions: ['.svelte'] } },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true, allowArray: true },
      ],
      // An implementation may be asynchronous in its interface only.
      '@typescript-eslint/require-await': 'off',
      // The library's objects are closures: their methods know no `this`.
      '@typescript-eslint/unbound-method': 'off',
      // It calls assertions needless that give a generic call its type.
      '@typescript-eslint/no-unnecessary-type-assertion': 'off',
    },
  },
  // TypeScript alone does not know what an .astro file exports; `astro check` does.
  { files: ['components/mdx.ts'], rules: { '@typescript-eslint/no-unsafe-assignment': 'off' } },
  {
    files: code,
    plugins: { 'import-x': importX },
    rules: {
      'import-x/first': 'error',
      'import-x/no-duplicates': ['error', { 'prefer-inline': false }],
      'import-x/no-mutable-exports': 'error',
      'import-x/no-self-import': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', caughtErrors: 'all' }],
      // With noUncheckedIndexedAccess an index known to be inside needs it.
      '@typescript-eslint/no-non-null-assertion': 'off',
      eqeqeq: ['error', 'always'],
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-template': 'error',
    },
  },
  {
    files: ['scripts/**', 'bench/**', 'tests/**', 'content/**/listings/**', '*.{js,mjs,ts}'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.test.ts'],
    rules: { 'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }] },
  },
  { files: ['**/*.d.ts'], rules: { '@typescript-eslint/consistent-type-imports': 'off' } },
  ...bans,
);
