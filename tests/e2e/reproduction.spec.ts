import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { LabOnPage, chapter3 } from './support/lab.ts';

test('the page and the command line reach the same weights from the same seed, byte for byte', async ({ page }) => {
  const steps = 5;
  const train = ['scripts/run.mjs', 'scripts/train.ts', 'moons-realnvp', '--seed', '3', '--steps', String(steps)];
  const { stdout } = await promisify(execFile)(process.execPath, train);
  const expected = /SHA-256\s+([0-9a-f]{64})/.exec(stdout)?.[1];
  expect(expected).toBeDefined();

  const lab = await LabOnPage.open(page, chapter3, 'moons', '#moons=seed:3');
  for (let step = 1; step <= steps; step++) {
    await lab.button('step').click();
    await lab.untilStep(step);
    await expect(lab.root).toHaveAttribute('data-state', 'paused');
  }
  await expect.poll(() => lab.mark('hash')).toBe(expected);
});
