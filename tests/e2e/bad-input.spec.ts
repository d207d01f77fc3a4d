import { expect, test } from '@playwright/test';
import { LabOnPage, chapter3 } from './support/lab.ts';

test('a mangled address loses only what is mangled, and says what', async ({ page }) => {
  const lab = await LabOnPage.open(page, chapter3, 'moons', '#moons=seed:7,layers:banana,hidden:-3,%ff&nonsense=1');
  await expect(lab.root.getByRole('spinbutton', { name: 'Seed' })).toHaveValue('7');
  await expect(lab.root.getByRole('slider', { name: 'Layers' })).toHaveValue('8');
  await expect(lab.root).toContainText('layers:banana');
  await expect(lab.root).toContainText('hidden:-3');
});

test('weights that are not the published ones are refused, said, and training from scratch works', async ({ page }) => {
  await page.route('**/weights/*.bin', async (route) => {
    const response = await route.fetch();
    const body = await response.body();
    body[100]! ^= 0xff;
    await route.fulfill({ response, body });
  });
  const lab = await LabOnPage.open(page, chapter3, 'moons');
  await expect(lab.root).toHaveAttribute('data-state', 'ready');
  await expect(lab.root).toContainText(/refused/);
  await lab.playButton.click();
  await lab.untilStep(5);
});

test('weights that cannot be fetched are said, and training from scratch works', async ({ page }) => {
  await page.route('**/weights/*', (route) => route.fulfill({ status: 503, body: '' }));
  const lab = await LabOnPage.open(page, chapter3, 'moons');
  await expect(lab.root).toContainText('503');
  await lab.playButton.click();
  await lab.untilStep(5);
});

test('a learning rate that explodes stops with the last good weights and a button that goes on', async ({ page }) => {
  // The largest rate the slider offers; tanh-bounded scales survive it for a while, so it is pushed until it breaks.
  const lab = await LabOnPage.open(page, chapter3, 'moons', '#moons=layers:16,hidden:8,learning-rate:1');
  await lab.playButton.click();
  const notice = lab.root.getByRole('alert');
  await expect(notice).toContainText(/last good weights/i, { timeout: 60_000 });
  await expect(lab.root).toHaveAttribute('data-state', 'paused');
  const step = await lab.number('step');
  expect(Number.isFinite(await lab.number('nll'))).toBe(true);
  await notice.getByRole('button', { name: /go on/ }).click();
  await lab.untilStep(step + 5);
});

test('without the wasm file the plain backend takes over and the page says so', async ({ page }) => {
  await page.route('**/*.wasm', (route) => route.abort());
  const lab = await LabOnPage.open(page, chapter3, 'moons', '#moons=layers:2,hidden:8');
  await expect(lab.root).toContainText('cpu');
  await expect(lab.root).toContainText(/slower/);
  await lab.playButton.click();
  await lab.untilStep(5);
});

test('without the kernels’ file the page says so and trains without them', async ({ page }) => {
  await page.route('**/exact*.wasm', (route) => route.abort());
  const lab = await LabOnPage.open(page, chapter3, 'moons', '#moons=layers:2,hidden:8');
  await expect(lab.root).toContainText(/wasm \(not fused: .*could not be loaded/);
  await lab.playButton.click();
  await lab.untilStep(5);
});

for (const [choice, name] of [
  ['fused', 'fused, exact'],
  ['relaxed', 'fused, relaxed'],
  ['wasm', 'wasm'],
  ['cpu', 'cpu'],
] as const) {
  test(`the backend can be chosen in the address: ${choice}`, async ({ page }) => {
    const lab = await LabOnPage.open(page, chapter3, 'moons', `#moons=layers:2,hidden:8&backend=${choice}`);
    await expect(lab.root.locator('.backend')).toHaveText(name);
  });
}

test('without storage everything works', async ({ page }) => {
  await page.addInitScript(() => {
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB']) {
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException('Access is denied for this document.', 'SecurityError');
        },
      });
    }
  });
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  const lab = await LabOnPage.open(page, chapter3, 'moons', '#moons=layers:2,hidden:8');
  await lab.playButton.click();
  await lab.untilStep(5);
  expect(errors).toEqual([]);
});

test('a worker that is killed while training is replaced, goes on from the last snapshot, and says so', async ({
  page,
}) => {
  test.setTimeout(180_000);
  // As fast as it goes, it would be through before anybody notices.
  const lab = await LabOnPage.open(page, chapter3, 'moons', '#moons=layers:2,hidden:8,speed:steady');
  await lab.playButton.click();
  const initial = await lab.mark('hash');
  await expect.poll(() => lab.mark('hash'), { timeout: 30_000 }).not.toBe(initial);
  const step = await lab.number('step');
  await page.workers()[0]!.evaluate(() => self.close());
  await expect(lab.root).toContainText(/worker was lost/, { timeout: 60_000 });
  await lab.untilStep(step + 50);
});
