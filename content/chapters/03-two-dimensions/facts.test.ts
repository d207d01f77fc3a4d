import { expect, test } from 'vitest';
import { dataset, heldOut } from '#datasets';
import { det } from './figures/matrix2.ts';
import { split } from './figures/split.ts';

// The numbers that the chapter's text states.
const moons = dataset({ name: 'moons', noise: 0.1 });
const baseEntropy = 1 + Math.log(2 * Math.PI);

test('the moons’ floor is 1.008 nats, one Gaussian 1.908', () => {
  expect(moons.floor.nats).toBeCloseTo(1.008, 3);
  expect(moons.gaussian.nats).toBeCloseTo(1.908, 3);
});

test('on the lab’s held-out points they are 1.000 and 1.900', () => {
  const { trueNll, gaussianNll } = heldOut({ name: 'moons' });
  expect(trueNll).toBeCloseTo(1, 3);
  expect(gaussianNll).toBeCloseTo(1.9, 3);
});

test('a flow that has learned the moons has a mean log-determinant of −1.830 nats, a factor of 0.16', () => {
  expect(baseEntropy).toBeCloseTo(2.838, 3);
  expect(moons.floor.nats - baseEntropy).toBeCloseTo(-1.83, 3);
  expect(Math.exp(moons.floor.nats - baseEntropy)).toBeCloseTo(0.16, 2);
  expect(2.84 + 1.83).toBeCloseTo(4.67, 10);
});

test('eight couplings with |s| ≤ 2 magnify by at most about 9·10⁶', () => {
  expect(Math.exp(16) / 1e6).toBeCloseTo(8.9, 1);
  expect(2 ** -24).toBeCloseTo(6e-8, 9);
});

test('exercise 1: a stretch by 1 and 2, no shear, a turn by 90°', () => {
  expect(det([0, -2, 1, 0])).toBe(2);
  expect(split('qr', [0, -2, 1, 0])!.map(({ detail }) => detail)).toEqual(['slant 0.00', '× 1.00 and × 2.00', '90°']);
});

test('exercise 2: the density at the image of 0 is 15.9', () => {
  expect(100 / (2 * Math.PI)).toBeCloseTo(15.9, 1);
});

test('exercise 5: the log-determinants add up to 6.44', () => {
  const coupling = ([u, v]: [number, number]) => ({ x: [u, v * Math.exp(u)] as [number, number], logDet: u });
  const first = coupling([1, 2]);
  const second = coupling([first.x[1], first.x[0]]);
  expect(first.logDet + second.logDet).toBeCloseTo(6.44, 2);
});
