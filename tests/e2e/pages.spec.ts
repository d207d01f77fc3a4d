import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { chapter3 } from './support/lab.ts';

const pages = ['', chapter3, '00-preface/', 'notation/', 'references/'];

for (const path of pages) {
  test(`/${path} opens without an error and without leaving the origin`, async ({ page, baseURL }) => {
    const complaints: string[] = [];
    const foreign: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(baseURL!) && !/^(data|blob):/.test(url)) foreign.push(url);
    });
    page.on(
      'response',
      (response) => response.status() >= 400 && complaints.push(`${response.status()} ${response.url()}`),
    );
    await page.goto(path);
    await page.waitForLoadState('networkidle');
    expect(complaints).toEqual([]);
    expect(foreign).toEqual([]);
    expect(await page.context().cookies()).toEqual([]);
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`/${path} has no accessibility violation (${colorScheme})`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.goto(path);
      await page.waitForLoadState('networkidle');
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`),
      ).toEqual([]);
    });
  }

  for (const width of [320, 390, 820]) {
    test(`/${path} does not scroll sideways at ${width} px`, async ({ page }) => {
      await page.setViewportSize({ width, height: 800 });
      await page.goto(path);
      await page.waitForLoadState('networkidle');
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    });
  }
}

test('a page that does not exist says so and leads back', async ({ page }) => {
  const response = await page.goto('no-such-page/');
  expect(response?.status()).toBe(404);
  await expect(page.getByRole('link', { name: /chapters|home|start/i }).first()).toBeVisible();
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });
  test('chapter 3 reads: poster, caption and formulas are there, dead controls are not', async ({ page }) => {
    await page.goto(chapter3);
    const lab = page.locator('[data-lab="moons"]');
    await expect(lab.locator('svg').first()).toBeVisible();
    await expect(lab.locator('figcaption')).toBeVisible();
    await expect(lab.locator('[data-action="play"]')).toBeHidden();
    await expect(page.locator('main .katex').filter({ visible: true }).first()).toBeVisible();
  });
});

test('dark mode can be chosen and is remembered', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto('');
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await paper();
  const toggle = page.getByRole('button', { name: /theme|colou?r|auto|light|dark/i });
  await toggle.click();
  await toggle.click();
  const chosen = await paper();
  await page.reload();
  expect(await paper()).toBe(chosen);
  expect(chosen).not.toBe(light);
});
