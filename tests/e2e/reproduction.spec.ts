import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { findFirefox, startFirefox } from './support/firefox.ts';
import { LabOnPage, chapter3 } from './support/lab.ts';

const steps = 5;
const address = '#moons=seed:3';

/** The weights' hash that the command line reaches. */
async function expectedHash(): Promise<string> {
  const train = ['scripts/run.mjs', 'scripts/train.ts', 'moons-realnvp', '--seed', '3', '--steps', String(steps)];
  const { stdout } = await promisify(execFile)(process.execPath, train);
  const hash = /SHA-256\s+([0-9a-f]{64})/.exec(stdout)?.[1];
  if (hash === undefined) throw new Error(`There is no hash in: ${stdout}`);
  return hash;
}

test('the page and the command line reach the same weights from the same seed, byte for byte', async ({ page }) => {
  const expected = await expectedHash();
  const lab = await LabOnPage.open(page, chapter3, 'moons', address);
  for (let step = 1; step <= steps; step++) {
    await lab.button('step').click();
    await lab.untilStep(step);
    await expect(lab.root).toHaveAttribute('data-state', 'paused');
  }
  await expect.poll(() => lab.mark('hash')).toBe(expected);
});

test('so does Firefox, whose engine is another', async ({ baseURL }) => {
  const program = findFirefox();
  test.skip(program === undefined, 'no Firefox on this machine: set FIREFOX_PATH, or install firefox or firefox-esr');
  const expected = await expectedHash();
  const firefox = await startFirefox(program!);
  try {
    const lab = `document.querySelector('[data-lab="moons"]')`;
    const mark = (name: string) => firefox.evaluate(`${lab}.getAttribute('data-${name}')`);
    await firefox.open(`${baseURL}${chapter3}${address}`);
    await firefox.evaluate(`${lab}.scrollIntoView()`);
    await expect.poll(() => mark('state'), { timeout: 30_000 }).toBe('ready');
    for (let step = 1; step <= steps; step++) {
      await firefox.evaluate(`${lab}.querySelector('[data-action="step"]').click()`);
      await expect.poll(() => mark('step'), { timeout: 30_000 }).toBe(String(step));
      await expect.poll(() => mark('state')).toBe('paused');
    }
    await expect.poll(() => mark('hash')).toBe(expected);
    expect(await firefox.evaluate(`${lab}.querySelector('.backend').textContent`)).toBe('fused, exact');
  } finally {
    await firefox.close();
  }
});
