import { expect, test } from 'vitest';
import { duration, fixed, pair, tiny, whole } from './format.ts';

test('numbers have fixed digits and a true minus; nothing is −0', () => {
  expect([fixed(1.5, 2), fixed(-0.317, 2), fixed(-0.001, 2), fixed(NaN, 1), fixed(-Infinity, 1)]).toEqual([
    '1.50',
    '−0.32',
    '0.00',
    'n/a',
    '−∞',
  ]);
  expect(pair([-1, 0.25])).toBe('(−1.00, 0.25)');
});

test('errors are written as powers of ten', () => {
  expect([tiny(5.2e-6), tiny(0), tiny(1234)]).toEqual(['5.2e−6', '0', '1.2e3']);
});

test('whole numbers are grouped', () => {
  expect([whole(999), whole(1000), whole(-1_234_567)]).toEqual(['999', '1\u202f000', '−1\u202f234\u202f567']);
});

test('durations are rough', () => {
  expect([duration(8.4), duration(119), duration(3900), duration(Infinity)]).toEqual([
    '8 s',
    '2 min',
    '1 h 5 min',
    'unknown',
  ]);
});
