import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { weightsHash } from '#flows';
import { testBackend } from '../../tests/support/node-backend.ts';
import { makeRecipe } from './recipes.ts';
import { Run } from './run.ts';
import { fetchShipped } from './shipped.ts';
import type { Backend } from './backend.ts';
import type { Shipped } from './shipped.ts';

const folder = 'public/weights';
const names = readdirSync(folder).filter((file) => file.endsWith('.json'));

let backend: Backend;
beforeAll(async () => void (backend = await testBackend()));

describe.each(names)('%s', (file) => {
  const about = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as Shipped;
  const bytes = readFileSync(`${folder}/${about.name}.bin`);
  const weights = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);

  test('its weights are the ones it names by hash, and they fit the recipe of that name', () => {
    expect(weightsHash(weights)).toBe(about.hash);
    expect(about.bytes).toBe(weights.byteLength);
    expect(about.recipe).toEqual(makeRecipe(about.name));
  });

  test('the score it claims is the score of these weights', async () => {
    const engine = await backend.engineFor(about.recipe);
    const run = new Run(about.recipe, engine, { from: { step: about.step, weights, hash: about.hash } });
    const { nll, floor, excess, excessError } = run.score();
    // The same arithmetic in the same order; only the printed digits are cut.
    expect(nll).toBeCloseTo(about.heldOut.nll, 6);
    expect(nll).toBeLessThan(floor! + 0.12);
    expect(excess).toBeGreaterThan(-3 * excessError!);
    run.dispose();
  });
});

describe('fetching', () => {
  const about = readFileSync(`${folder}/moons-realnvp.json`, 'utf8');
  const answers = (json: () => Response, bin = () => new Response(new ArrayBuffer(8))) =>
    vi.stubGlobal('fetch', async (address: string) => (address.endsWith('.json') ? json() : bin()));
  const gone = () => new Response('', { status: 404 });
  const get = () => fetchShipped('moons-realnvp', '/book/');
  afterEach(() => void vi.unstubAllGlobals());

  test('what is shipped arrives with its hash and step; what is not shipped is undefined', async () => {
    answers(() => new Response(about));
    expect((await get())?.snapshot).toMatchObject({ step: 5000, hash: (JSON.parse(about) as Shipped).hash });
    answers(gone);
    expect(await get()).toBeUndefined();
  });

  test.each([
    ['a page instead of JSON', () => new Response('<!doctype html>'), /a form that this page does not know/],
    ['null', () => new Response('null'), /a form that this page does not know/],
    ['JSON without a recipe', () => new Response('{"schema":1,"hash":"a","step":5}'), /a form that this page/],
    ['a server error', () => new Response('', { status: 500 }), /could not be loaded \(HTTP 500\)/],
    ['no connection', () => Promise.reject(new TypeError('Failed to fetch')) as never, /no connection/],
  ])('%s is refused in a sentence for the reader', async (_what, json, sentence) => {
    answers(json);
    await expect(get()).rejects.toThrow(sentence);
  });

  test('weights that are missing beside their description are refused', async () => {
    answers(() => new Response(about), gone);
    await expect(get()).rejects.toThrow('The shipped weights are missing (HTTP 404).');
  });
});
