import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { chromium } from 'playwright';
import type { Page } from 'playwright';
import { build } from 'vite';
import { ensureBrowser } from '../../scripts/browser.mjs';
import { tfjs } from '../../vite.shared.mjs';
import { readKernels } from '../../scripts/node-kernels.ts';
import type { Contender, Stretch } from './contender.ts';
import type { Model } from './model.ts';

const types: Record<string, string> = {
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

/** What was sent: its path and its bytes. */
export type Sent = { path: string; body: Uint8Array };
export type BrowserPage = { page: Page; version: string; sent: Sent[]; close(): Promise<void> };

/**
 * An empty page in the installed Chromium that can start `worker`, a TypeScript file built as the site builds its own, at `/worker.js`.
 * `read` gives other files; where it throws, the page gets a 404. Nobody, with a message, where there is no Chromium.
 */
export async function openPage(
  worker: string,
  folder: string,
  read: (path: string) => Promise<Uint8Array> = missing,
): Promise<BrowserPage | undefined> {
  const executablePath = await ensureBrowser().catch((error: Error) => console.log(error.message));
  if (!executablePath) return undefined;
  await build({
    ...tfjs,
    configFile: false,
    logLevel: 'error',
    build: {
      outDir: folder,
      emptyOutDir: false,
      copyPublicDir: false,
      target: 'es2023',
      assetsInlineLimit: 0,
      rolldownOptions: { input: worker, output: { entryFileNames: 'worker.js' } },
    },
  });
  const sent: Sent[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname));
    if (path === '/')
      return void response.setHeader('content-type', 'text/html').end('<!doctype html><title>bench</title>');
    try {
      const body = await readFile(join(folder, path)).catch(() => read(path));
      sent.push({ path, body });
      response.setHeader('content-type', types[extname(path)] ?? 'application/octet-stream').end(body);
    } catch {
      response.writeHead(404).end();
    }
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  return {
    page,
    version: browser.version(),
    sent,
    async close() {
      await browser.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

async function missing(path: string): Promise<never> {
  throw new Error(`There is no ${path}.`);
}

/** Ours in a worker of the installed Chromium, if there is one. */
export async function chromiumContenders({ folder }: Model): Promise<Contender[]> {
  const built = join(folder, 'site');
  const opened = await openPage('bench/browser/trainer.ts', built, async (path) => {
    if (path === '/model/exact.wasm') return new Uint8Array((await readKernels('exact')) as ArrayBuffer);
    return readFile(join(folder, path.slice('/model/'.length)));
  });
  if (!opened) return [];
  const { page, version, close } = opened;
  await page.evaluate(() => {
    const worker = new Worker('/worker.js', { type: 'module' });
    const train = (steps: number) =>
      new Promise<Stretch>((resolve, reject) => {
        worker.onmessage = ({ data }: MessageEvent<Stretch>) => resolve(data);
        worker.onerror = ({ message }) => reject(new Error(message));
        worker.postMessage(steps);
      });
    Object.assign(globalThis, { train });
  });
  return [
    {
      name: `ours: fused, exact, in a worker of Chromium ${version}`,
      side: 'ours',
      place: 'chromium',
      run: (steps) =>
        page.evaluate((count) => (globalThis as unknown as { train(n: number): Promise<Stretch> }).train(count), steps),
      close,
    },
  ];
}
