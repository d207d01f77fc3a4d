import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addressFromEnvironment, serve } from '../../scripts/serve.mjs';

const silent = () => undefined;
let dir = '';
let site: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'flowbook-serve-'));
  mkdirSync(join(dir, 'dist', '03'), { recursive: true });
  writeFileSync(join(dir, 'secret.txt'), 'secret');
  writeFileSync(join(dir, 'dist', 'index.html'), 'home');
  writeFileSync(join(dir, 'dist', '03', 'index.html'), 'three');
  writeFileSync(join(dir, 'dist', '404.html'), 'not here');
  writeFileSync(join(dir, 'dist', 'a.wasm'), new Uint8Array([0, 97, 115, 109]));
  site = await serve({ dir: join(dir, 'dist'), base: '/book', host: '127.0.0.1', port: 4700, say: silent });
});
afterAll(async () => {
  await site.close();
  rmSync(dir, { recursive: true, force: true });
});

const page = async (path: string, headers: Record<string, string> = {}) => {
  const response = await fetch(new URL(path, site.url), { redirect: 'manual', headers });
  return { status: response.status, headers: response.headers, text: await response.text() };
};

test.each([{ 'accept-encoding': 'gzip' }, { 'accept-encoding': 'identity' }])(
  'pages are served with %j',
  async (headers) => {
    expect(await page('/book/', headers)).toMatchObject({ status: 200, text: 'home' });
    expect(await page('/book/03/?a=1', headers)).toMatchObject({ status: 200, text: 'three' });
    expect((await page('/book/a.wasm', headers)).headers.get('content-type')).toBe('application/wasm');
  },
);

test('text is compressed, and an unchanged page is not sent twice', async () => {
  const { headers } = await page('/book/', { 'accept-encoding': 'gzip' });
  expect(headers.get('content-encoding')).toBe('gzip');
  const again = await page('/book/', { 'accept-encoding': 'gzip', 'if-none-match': headers.get('etag') ?? '' });
  expect(again.status).toBe(304);
});

test('a folder without its slash, and the base without its slash, lead to the page', async () => {
  expect((await page('/book')).headers.get('location')).toBe('/book/');
  expect((await page('/book/03?a=1')).headers.get('location')).toBe('/book/03/?a=1');
});

test('what is not there, or outside the base path, is the 404 page', async () => {
  for (const path of ['/book/nope', '/book/%zz', '/', '/03/']) {
    expect(await page(path)).toMatchObject({ status: 404, text: 'not here' });
  }
});

test.each(['/book/../secret.txt', '/book/..%2fsecret.txt', '/book/%2e%2e/secret.txt'])(
  '%s does not leave dist',
  async (path) => {
    // `fetch` would resolve the dots before sending.
    const { port } = new URL(site.url);
    const status = await new Promise((resolve, reject) => {
      get({ host: '127.0.0.1', port, path }, (response) => resolve(response.resume().statusCode)).on('error', reject);
    });
    expect(status).toBe(404);
  },
);

test('a taken port is told, and the next one taken', async () => {
  const taken = Number(new URL(site.url).port);
  const said: string[] = [];
  const say = (line: string) => said.push(line);
  const second = await serve({ dir, host: '127.0.0.1', port: taken, say });
  await second.close();
  expect(second.url).not.toContain(`:${taken}/`);
  expect(said[0]).toBe(`Port ${taken} is taken; trying ${taken + 1}.`);
});

test('PORT, HOST and BASE_PATH are respected, and a PORT that is none is refused by name', () => {
  expect(addressFromEnvironment({})).toEqual({ port: 4321, host: 'localhost', base: '/' });
  const asked = { PORT: '8080', HOST: '0.0.0.0', BASE_PATH: '/book/' };
  expect(addressFromEnvironment(asked)).toEqual({ port: 8080, host: '0.0.0.0', base: '/book/' });
  expect(() => addressFromEnvironment({ PORT: 'http' })).toThrow(
    'PORT must be a whole number from 0 to 65535, got "http".',
  );
});
