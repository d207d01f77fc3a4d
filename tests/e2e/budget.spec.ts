import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { LabOnPage, chapter3 } from './support/lab.ts';

for (const path of ['', chapter3]) {
  test(`/${path} loads at most 60 kB (gzip) of main-thread script in its first 5 s without input`, async ({ page }) => {
    const sizes = new Map<string, Promise<number>>();
    page.on('response', (response) => {
      if (response.request().resourceType() === 'script') {
        sizes.set(
          response.url(),
          response.body().then((body) => gzipSync(body).length),
        );
      }
    });
    await page.goto(path);
    // The budget is about time: what loads within five seconds of doing nothing.
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 5000)));
    // A worker's own imports stand in the worker's timeline, not in the page's.
    const loaded = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
    const inline = await page.evaluate(() =>
      [...document.querySelectorAll('script:not([src])')].map((script) => script.textContent ?? '').join('\n'),
    );
    const workers = page.workers().map((worker) => worker.url());
    const urls = loaded.filter((url) => sizes.has(url) && !workers.includes(url));
    const main = await Promise.all(urls.map(async (url): Promise<[string, number]> => [url, await sizes.get(url)!]));
    expect(main.length).toBeGreaterThan(0);
    const total = main.reduce((sum, [, size]) => sum + size, gzipSync(inline).length);
    expect(total, main.map(([url, size]) => `${size} ${url}`).join('\n')).toBeLessThanOrEqual(60 * 1024);
  });
}

test('no main-thread task takes over 50 ms of the processor while training with all views', async ({
  page,
  browser,
}) => {
  test.setTimeout(120_000);
  const lab = await LabOnPage.open(page, chapter3, 'moons');
  await lab.playButton.click();
  await lab.untilStep(60);
  await browser.startTracing(page, {
    categories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline'],
  });
  const from = await lab.number('step');
  await lab.untilStep(from + 150);
  const trace = JSON.parse((await browser.stopTracing()).toString('utf8')) as { traceEvents: TraceEvent[] };
  const main = trace.traceEvents.find((event) => event.name === 'thread_name' && event.args?.name === 'CrRendererMain');
  const tasks = trace.traceEvents.filter(
    ({ name, ph, pid, tid }) => /RunTask$/.test(name) && ph === 'X' && pid === main?.pid && tid === main?.tid,
  );
  expect(tasks.length).toBeGreaterThan(100);
  // Thread time, not wall time: the machine's other work must not count as ours.
  const longest = Math.max(...tasks.map(({ tdur, dur }) => (tdur ?? dur ?? 0) / 1000));
  expect(longest).toBeLessThan(50);
});

type TraceEvent = {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  dur?: number;
  tdur?: number;
  args?: { name?: string };
};
