import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { weightsHash } from '#flows';
import { startNodeBackend } from '../../scripts/node-backend.ts';
import { makeRecipe } from './recipes.ts';
import { Run } from './run.ts';
import type { Shipped } from './shipped.ts';

const folder = 'public/weights';
const names = readdirSync(folder).filter((file) => file.endsWith('.json'));

beforeAll(async () => void (await startNodeBackend('wasm')));

describe.each(names)('%s', (file) => {
  const about = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as Shipped;
  const bytes = readFileSync(`${folder}/${about.name}.bin`);
  const weights = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);

  test('its weights are the ones it names by hash, and they fit the recipe of that name', () => {
    expect(weightsHash(weights)).toBe(about.hash);
    expect(about.bytes).toBe(weights.byteLength);
    expect(about.recipe).toEqual(makeRecipe(about.name));
  });

  test('the score it claims is the score of these weights', () => {
    const run = new Run(about.recipe, { step: about.step, weights, hash: about.hash });
    const { nll, floor, excess, excessError } = run.score();
    // The same arithmetic in the same order; only the printed digits are cut.
    expect(nll).toBeCloseTo(about.heldOut.nll, 6);
    expect(nll).toBeLessThan(floor + 0.12);
    expect(excess).toBeGreaterThan(-3 * excessError);
    run.dispose();
  });
});
