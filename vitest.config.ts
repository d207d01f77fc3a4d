import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { tfjs } from './vite.shared.mjs';

const inNode = {
  environment: 'node' as const,
  setupFiles: ['scripts/node-globals.mjs', 'tests/support/backend.ts'],
  server: { deps: { inline: [/@tensorflow/] } },
  // No test waits for time to pass; this is room for a machine that is slow or shared.
  testTimeout: 30_000,
};

export default defineConfig({
  test: {
    projects: [
      {
        ...tfjs,
        test: {
          ...inNode,
          name: 'unit',
          include: ['src/**/*.test.ts', 'scripts/**/*.test.ts', 'tests/unit/**/*.test.ts'],
          exclude: ['src/**/*.svelte.test.ts'],
        },
      },
      { ...tfjs, test: { ...inNode, name: 'golden', include: ['tests/golden/*.test.ts'] } },
      { ...tfjs, test: { ...inNode, name: 'listings', include: ['content/**/*.test.ts'] } },
      {
        ...tfjs,
        plugins: [svelte()],
        test: {
          name: 'components',
          include: ['components/**/*.test.ts', 'src/**/*.svelte.test.ts'],
          browser: {
            enabled: true,
            headless: true,
            provider: playwright({
              launchOptions: { executablePath: process.env['CHROMIUM_PATH'], args: ['--no-sandbox'] },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
