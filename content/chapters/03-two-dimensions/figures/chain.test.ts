import { expect, test } from 'vitest';
import { chain, layers, stations } from './chain.ts';
import { det, differenceJacobian, type Point } from './matrix2.ts';

const points: Point[] = [[0.4, -0.9], [-1.3, 0.6], [1.8, 1.2]]; // prettier-ignore

test('the log-determinants of the layers add up to that of the whole, measured by differences', () => {
  for (const z of points) {
    for (let depth = 0; depth <= layers.length; depth++) {
      const whole = chain(depth);
      const measured = Math.log(Math.abs(det(differenceJacobian((at) => whole.forward(at, [1.2]), z))));
      const sum = stations(z, 1.2)
        .slice(0, depth)
        .reduce((total, { logDet }) => total + logDet, 0);
      expect(sum).toBeCloseTo(measured, 6);
      expect(Math.log(Math.abs(det(whole.jacobian(z, [1.2]))))).toBeCloseTo(sum, 10);
    }
  }
});

test('each layer begins where the one before it ended', () => {
  const [first, second, third] = stations([0.5, 0.5], 1);
  expect(second!.from).toEqual(first!.to);
  expect(third!.from).toEqual(second!.to);
  expect(third!.to).toEqual(chain(3).forward([0.5, 0.5], [1]));
});

test('each layer keeps one coordinate', () => {
  const [first, second, third] = stations([0.7, -0.4], 1);
  expect(first!.to[0]).toBe(first!.from[0]);
  expect(second!.to[1]).toBe(second!.from[1]);
  expect(third!.to[0]).toBe(third!.from[0]);
});
