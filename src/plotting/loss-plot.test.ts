import { expect, test } from 'vitest';
import { lossDomain } from './loss-plot.ts';

const history = {
  losses: { steps: [1, 2, 3, 4], values: [300, 1.9, 1.4, 1.2] },
  heldOut: [{ step: 4, nll: 1.25 }],
  floor: 1,
  gaussian: 1.8,
  steps: 10,
};

test('floor, Gaussian and the latest score are always in the picture; the first wild losses need not be', () => {
  const [low, high] = lossDomain({
    ...history,
    losses: { ...history.losses, values: [300, ...Array<number>(20).fill(1.3)] },
  });
  expect(low).toBeLessThan(1);
  expect(high).toBeGreaterThan(1.8);
  expect(high).toBeLessThan(3);
});

test('a history that is empty or not finite still has a domain', () => {
  expect(
    lossDomain({ losses: { steps: [], values: [] }, heldOut: [], floor: undefined, gaussian: undefined, steps: 1 }),
  ).toEqual([0, 1]);
  expect(lossDomain({ ...history, losses: { steps: [1], values: [NaN] } }).every(Number.isFinite)).toBe(true);
});
