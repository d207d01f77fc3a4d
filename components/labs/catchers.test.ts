import { expect, test } from 'vitest';
import { catchers } from './catchers.ts';
import type { HeldOut, Metrics } from '#training';

const heldOut: HeldOut = { step: 100, nll: 1.2, floor: 1.13, excess: 0.07, excessError: 0.01, gaussian: 1.7 };
const metrics: Metrics = {
  step: 100,
  integral: 0.998,
  inside: 0.999,
  insideError: 0.0002,
  roundTrip: 5e-6,
  logDetError: 8e-6,
  logDetSize: 3,
  heldOut,
};
const verdicts = (m: Metrics | undefined, h: HeldOut | undefined): string[] =>
  catchers(m, h).map(({ verdict }) => verdict);

test('a sound flow passes all four', () => {
  expect(verdicts(metrics, heldOut)).toEqual(['good', 'good', 'good', 'good']);
});

test('a score below the floor breaks a law; above one Gaussian it only misses a baseline', () => {
  expect(verdicts(metrics, { ...heldOut, excess: -0.031 })[3]).toBe('broken');
  expect(verdicts(metrics, { ...heldOut, excess: -0.029 })[3]).toBe('good');
  expect(verdicts(metrics, { ...heldOut, nll: 1.8, excess: 0.67 })[3]).toBe('missed');
});

test('each broken consistency law shows by itself', () => {
  expect(verdicts({ ...metrics, integral: 0.97 }, heldOut)).toEqual(['broken', 'good', 'good', 'good']);
  expect(verdicts({ ...metrics, roundTrip: 2e-3 }, heldOut)).toEqual(['good', 'broken', 'good', 'good']);
  expect(verdicts({ ...metrics, logDetError: 0.1 }, heldOut)).toEqual(['good', 'good', 'broken', 'good']);
  expect(verdicts({ ...metrics, roundTrip: NaN }, heldOut)[1]).toBe('broken');
});

test('what is not measured is open', () => {
  expect(verdicts(undefined, undefined)).toEqual(['open', 'open', 'open', 'open']);
});
