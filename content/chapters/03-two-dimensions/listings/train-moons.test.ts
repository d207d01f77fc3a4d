import { expect, test, vi } from 'vitest';
import { trainMoons } from './train-moons.ts';

test('a short run passes one Gaussian and stays above the floor', { timeout: 120_000 }, async () => {
  vi.spyOn(console, 'log').mockImplementation(() => undefined);
  const { nll, floor, oneGaussian } = await trainMoons({ seed: 1, steps: 200, layers: 4, width: 24 });
  expect(nll).toBeLessThan(oneGaussian - 0.2);
  expect(nll).toBeGreaterThan(floor);
});
