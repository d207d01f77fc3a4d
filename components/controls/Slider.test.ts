import { expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { userEvent } from 'vitest/browser';
import fc from 'fast-check';
import Slider from './Slider.svelte';
import { fromPosition, snap, toPosition, track } from './slider-scale.ts';

const noise = { label: 'Noise', value: 0.1, min: 0, max: 0.5, step: 0.05, unit: 'σ', default: 0.1 };

test('keyboard moves by one step and reports once settled', async () => {
  const onchange = vi.fn();
  const screen = await render(Slider, { ...noise, onchange });
  const track = screen.getByRole('slider', { name: 'Noise' });
  await expect.element(track).toHaveAttribute('aria-valuetext', '0.10 σ');
  (track.element() as HTMLElement).focus();
  await userEvent.keyboard('{ArrowRight}');
  expect(onchange).toHaveBeenLastCalledWith(0.15);
  await expect.element(track).toHaveAttribute('aria-valuetext', '0.15 σ');
});

test('a typed number is clamped and snapped; text is refused', async () => {
  const onchange = vi.fn();
  const screen = await render(Slider, { ...noise, onchange });
  const number = screen.getByRole('textbox');
  await number.fill('7');
  await userEvent.keyboard('{Enter}');
  expect(onchange).toHaveBeenLastCalledWith(0.5);
  await number.fill('many');
  await userEvent.keyboard('{Enter}');
  await expect.element(number).toHaveValue('0.50');
  expect(onchange).toHaveBeenCalledTimes(1);
});

test('the reset button goes back to the default and hides there without moving anything', async () => {
  const onchange = vi.fn();
  const screen = await render(Slider, { ...noise, value: 0.3, onchange });
  const before = screen.container.getBoundingClientRect().height;
  await screen.getByRole('button', { name: 'Reset Noise to 0.10' }).click();
  expect(onchange).toHaveBeenLastCalledWith(0.1);
  expect(screen.container.getBoundingClientRect().height).toBe(before);
});

test('track and button are at least 24 px high', async () => {
  const screen = await render(Slider, { ...noise, value: 0.3 });
  for (const element of screen.container.querySelectorAll('input, button')) {
    expect(element.getBoundingClientRect().height).toBeGreaterThanOrEqual(24);
  }
});

test('on a linear scale the track counts values: each step of it is one, inside the range', () => {
  const range = fc.record({
    min: fc.integer({ min: -50, max: 50 }),
    span: fc.integer({ min: 1, max: 100 }),
    step: fc.constantFrom(0.01, 0.05, 0.1, 1),
  });
  fc.assert(
    fc.property(range, fc.nat(), ({ min, span, step }, n) => {
      const linear = { min, max: min + span, step, scale: 'linear' as const };
      const position = min + (n % (Math.round(span / step) + 1)) * step;
      const value = fromPosition(position, linear);
      expect(value).toBeGreaterThanOrEqual(min);
      expect(value).toBeLessThanOrEqual(min + span);
      expect(Math.abs(value - position)).toBeLessThan(1e-9);
      expect(toPosition(value, linear)).toBe(value);
    }),
  );
});

test('a log scale has two significant digits and keeps its ends', () => {
  const rate = { min: 1e-5, max: 0.1, step: 1, scale: 'log' as const };
  expect(fromPosition(0, rate)).toBe(1e-5);
  expect(fromPosition(track(rate).max, rate)).toBe(0.1);
  expect(snap(0.0012345, rate)).toBe(0.0012);
});
