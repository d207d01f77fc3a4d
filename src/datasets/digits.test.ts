import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { rng } from '#numerics';
import { dequantized, digits, indicesOf } from './digits.ts';

const file = (name: string) => new Uint8Array(readFileSync(`public/data/${name}`));
const [images, labels] = [file('digits8x8.images.bin'), file('digits8x8.labels.bin')];
const all = digits(images, labels);

describe('the files', () => {
  test('are the published ones', () => {
    const { sha256 } = JSON.parse(readFileSync('public/data/digits8x8.json', 'utf8')) as {
      sha256: Record<string, string>;
    };
    for (const [name, want] of Object.entries(sha256)) {
      expect(createHash('sha256').update(file(name)).digest('hex'), name).toBe(want);
    }
  });

  test('hold what the source says: 1,797 images, the first of them a zero, 178 zeros in all', () => {
    expect(all.count).toBe(1797);
    expect([...images.subarray(0, 8)]).toEqual([0, 0, 5, 13, 9, 1, 0, 0]);
    expect([...labels.subarray(0, 10)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(labels.filter((label) => label === 0)).toHaveLength(178);
  });
});

test('train, validation and test share no image and leave none out', () => {
  const parts = (['train', 'validation', 'test'] as const).map((part) => indicesOf(all, part));
  expect(parts.map((part) => part.length)).toEqual([1079, 359, 359]);
  expect(new Set(parts.flat()).size).toBe(1797);
  expect(parts[2]!.every((i) => i % 5 === 4)).toBe(true);
});

test('noise stays within its level, and the same stream gives the same', () => {
  const y = dequantized(all, [3, 0], rng(1));
  // float32 may round 16.99999999 up to 17.
  y.forEach((value, i) => {
    const k = images[(i < 64 ? 3 * 64 : -64) + i]!;
    expect(value >= k && value <= k + 1).toBe(true);
  });
  expect(dequantized(all, [3, 0], rng(1))).toEqual(y);
  expect(dequantized(all, [3, 0], rng(2))).not.toEqual(y);
});

test('bytes that are no digits are refused', () => {
  expect(() => digits(images.subarray(1), labels)).toThrow(/1797 labels need 115008 bytes, got 115007/);
  expect(() => digits(Uint8Array.of(...new Uint8Array(63), 17), Uint8Array.of(1))).toThrow(/below 17, got 17 at 63/);
  expect(() => digits(new Uint8Array(64), Uint8Array.of(10))).toThrow(/labels must lie below 10/);
});
