import { expect, test } from 'vitest';
import { forward, inverse, logProb, mass } from './change-of-variables.ts';

test('the density sums to 1', () => {
  expect(mass(logProb)).toBeCloseTo(1, 6);
});

test('with the sign of the log-determinant turned it does not', () => {
  expect(mass((x) => logProb(x) - 2 * inverse(x).logDet)).toBeGreaterThan(1.3);
});

test('the round trip closes', () => {
  for (const z of [
    [0.3, -1.2],
    [2, 0.4],
    [-1.5, 2.2],
  ] as const) {
    // prettier-ignore
    const back = inverse(forward(z)).z;
    expect(back[0]).toBeCloseTo(z[0], 12);
    expect(back[1]).toBeCloseTo(z[1], 12);
  }
});

test('the log-determinant is that of finite differences', () => {
  const h = 1e-5;
  for (const x of [
    [0.7, -0.4],
    [-1.1, 1.3],
  ] as const) {
    // prettier-ignore
    const slope = (inverse([x[0], x[1] + h]).z[1] - inverse([x[0], x[1] - h]).z[1]) / (2 * h);
    expect(inverse(x).logDet).toBeCloseTo(Math.log(slope), 8);
  }
});
