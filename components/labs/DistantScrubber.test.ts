import { expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { userEvent } from 'vitest/browser';
import { openSession } from '#training';
import DistantScrubber from './DistantScrubber.svelte';
import { depthOf } from './depth.svelte.ts';

test('a scrubber in the text waits for its lab, and then both share one depth', async () => {
  const screen = await render(DistantScrubber, { of: 'later' });
  const slider = screen.getByRole('slider', { name: 'Depth' });
  await expect.element(slider).toBeDisabled();
  // A session alone starts no worker: it has not been asked to open.
  const session = openSession({ id: 'later', recipe: 'moons-realnvp', base: '/' });
  await expect.element(slider).toBeEnabled();
  (slider.element() as HTMLElement).focus();
  await userEvent.keyboard('{Home}{ArrowRight}{ArrowRight}');
  expect(depthOf(session).value).toBe(2);
  depthOf(session).value = 5;
  await expect.element(slider).toHaveValue('5');
});

test('walking through the layers begins at the base and ends at the data', async () => {
  const session = openSession({ id: 'walk', recipe: 'moons-realnvp', base: '/' });
  const screen = await render(DistantScrubber, { of: 'walk' });
  await screen.getByRole('button', { name: 'Walk through the layers' }).click();
  expect(depthOf(session).value).toBeLessThan(session.recipe.flow.layers.length);
  await expect.poll(() => depthOf(session).value, { timeout: 8000 }).toBe(session.recipe.flow.layers.length);
  await expect.element(screen.getByRole('button', { name: 'Walk through the layers' })).toBeVisible();
});
