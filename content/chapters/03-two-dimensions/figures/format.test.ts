import { expect, test } from 'vitest';
import { fixed, point } from './format.ts';

test('numbers read as in the text of the book', () => {
  expect(fixed(-1.005, 1)).toBe('−1.0');
  expect(fixed(-0.0001)).toBe('0.00');
  expect(fixed(Math.log(0))).toBe('−∞');
  expect(fixed(-Math.log(0))).toBe('∞');
  expect(fixed(Number.NaN)).toBe('—');
  expect(point([1, -2.345])).toBe('(1.00, −2.35)');
});
