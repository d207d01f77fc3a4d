/** `npm run screenshot`: photographs chapter 3, with its lab showing the shipped result, into docs/screenshot.png. */
import { mkdir } from 'node:fs/promises';
import { chromium } from 'playwright';
import { ensureBrowser } from './browser.mjs';
import { build, isBuilt } from './build.mjs';
import { serve } from './serve.mjs';

const chapter = '03-two-dimensions/';
const file = 'docs/screenshot.png';

export async function main(): Promise<number> {
  if (!isBuilt() && !(await build())) return 1;
  const site = await serve({ base: process.env['BASE_PATH'] ?? '/', host: '127.0.0.1', port: 4450 });
  const browser = await chromium.launch({ executablePath: await ensureBrowser(), args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: 'light' });
    await page.goto(new URL(chapter, site.url).href);
    await page
      .locator('[data-lab]')
      .first()
      .evaluate((element) => element.scrollIntoView({ block: 'start' }));
    await page.locator('[data-lab][data-state="shipped"][data-nll]').first().waitFor({ timeout: 60_000 });
    await page.waitForFunction(everyCanvasIsPainted);
    await mkdir('docs', { recursive: true });
    await page.screenshot({ path: file });
    console.log(`Wrote ${file}.`);
    return 0;
  } finally {
    await browser.close();
    await site.close();
  }
}

/** Runs in the page: whether each picture of the first lab differs from an empty canvas of its size. */
function everyCanvasIsPainted(): boolean {
  const drawn = [...document.querySelectorAll<HTMLCanvasElement>('[data-lab]:first-of-type canvas')];
  return (
    drawn.length > 0 &&
    drawn.every((canvas) => {
      const empty = Object.assign(document.createElement('canvas'), { width: canvas.width, height: canvas.height });
      return canvas.toDataURL() !== empty.toDataURL();
    })
  );
}
