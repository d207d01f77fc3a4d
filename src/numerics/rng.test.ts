import { describe, expect, it } from 'vitest';
import { erf } from './error-function.ts';
import { normals, rng, shuffled } from './rng.ts';

const draw = (n: number, next: () => number) => Float64Array.from({ length: n }, next);

/** Kolmogorov–Smirnov distance times √n: above 2 with probability 2·e⁻⁸ ≈ 7e-4. */
function kolmogorov(sample: Float64Array, cdf: (x: number) => number): number {
  const n = sample.length;
  const sorted = sample.toSorted();
  let worst = 0;
  sorted.forEach((x, i) => {
    const p = cdf(x);
    worst = Math.max(worst, p - i / n, (i + 1) / n - p);
  });
  return worst * Math.sqrt(n);
}

/** (χ² − degrees)/√(2·degrees) of equally likely bins: about standard normal. */
function chiSquareZ(counts: number[]): number {
  const expected = counts.reduce((a, b) => a + b, 0) / counts.length;
  const chi = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  return (chi - (counts.length - 1)) / Math.sqrt(2 * (counts.length - 1));
}

describe('same seed, same bits', () => {
  it('and another seed, label or stream gives others', () => {
    const first = (source = rng(5)) => [...draw(20, source.uniform)];
    expect(first(rng(5))).toEqual(first(rng(5)));
    const others = [rng(6), rng(5, 'a'), rng(5, 'b'), rng(5).stream('a'), rng(5 + 2 ** 32)].map((source) =>
      first(source),
    );
    expect(new Set([first(), ...others].map(String)).size).toBe(6);
  });

  it('a stream does not depend on what was drawn before', () => {
    const source = rng(1);
    const early = source.stream('x').uniform();
    for (let i = 0; i < 7; i++) source.normal();
    expect(source.stream('x').uniform()).toBe(early);
  });
});

describe('the distributions', () => {
  it('uniform is uniform on [0, 1), in its high and in its low bits', () => {
    const sample = draw(200_000, rng(2).uniform);
    expect(Math.min(...sample.subarray(0, 100_000))).toBeGreaterThanOrEqual(0);
    expect(Math.max(...sample.subarray(0, 100_000))).toBeLessThan(1);
    expect(kolmogorov(sample, (x) => x)).toBeLessThan(2);
    expect(
      kolmogorov(
        sample.map((x) => (x * 2 ** 40) % 1),
        (x) => x,
      ),
    ).toBeLessThan(2);
  });

  it('neighbouring draws fill the square evenly', () => {
    const source = rng(4);
    const counts = new Array<number>(1024).fill(0);
    for (let i = 0; i < 200_000; i++) counts[32 * source.integer(32) + source.integer(32)]!++;
    expect(Math.abs(chiSquareZ(counts))).toBeLessThan(4);
  });

  it('normal is N(0, 1), and the two of a pair are independent', () => {
    const sample = draw(200_000, rng(3).normal);
    expect(kolmogorov(sample, (x) => 0.5 + 0.5 * erf(x * Math.SQRT1_2))).toBeLessThan(2);
    let product = 0;
    for (let i = 0; i < sample.length; i += 2) product += sample[i]! * sample[i + 1]!;
    expect(Math.abs(product) / Math.sqrt(sample.length / 2)).toBeLessThan(4);
  });

  it('normals are the same draws as float32', () => {
    const source = rng(8);
    expect(normals(rng(8), 5)).toEqual(Float32Array.from({ length: 5 }, () => source.normal()));
  });

  it('every order of four is as likely as any other', () => {
    const source = rng(9);
    const counts = new Map<string, number>();
    for (let i = 0; i < 24_000; i++) {
      const order = shuffled(source, 4).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    expect(Math.abs(chiSquareZ([...counts.values()]))).toBeLessThan(4);
  });
});

it.each([-1, 0.5, NaN, 2 ** 53])('refuses the seed %d by name', (seed) => {
  expect(() => rng(seed)).toThrow(/rng: seed must be a whole number ≥ 0/);
});
