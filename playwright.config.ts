/** Whole pages in a real browser. `npm test -- e2e` builds and serves the book; run alone, this serves what is in dist. */
import { defineConfig } from '@playwright/test';

const served = process.env['FLOWBOOK_URL'];
const own = 'http://127.0.0.1:4390/';

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  forbidOnly: true,
  retries: 0,
  // Pages that train need a core each, and one more stays free for the browser itself.
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: {
    baseURL: served ?? own,
    viewport: { width: 1440, height: 900 },
    // A trace slows pages that train; `npx playwright test --trace on` makes one.
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: { executablePath: process.env['CHROMIUM_PATH'], args: ['--no-sandbox'] },
  },
  webServer: served
    ? undefined
    : {
        command: 'node scripts/serve.mjs',
        url: own,
        env: { PORT: '4390', HOST: '127.0.0.1' },
        reuseExistingServer: true,
      },
});
