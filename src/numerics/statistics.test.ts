import { describe, expect, it } from 'vitest';
import { rng } from './rng.ts';
import {
  covariance2,
  gaussianEntropy2,
  gaussianLogDensity2,
  mean,
  mean2,
  standardError,
  type Matrix2,
} from './statistics.ts';

// x = L·e + m, so the mean is m and the covariance L·Lᵀ.
const [m, l] = [
  [1, -2],
  [2, 0, -0.5, 0.7],
] as const;
const covariance: Matrix2 = [4, -1, -1, 0.74];
const n = 40_000;
const source = rng(3, 'statistics');
const points = Float64Array.from({ length: n }, () => 0).reduce<number[]>((all) => {
  const [a, b] = [source.normal(), source.normal()];
  all.push(m[0] + l[0] * a, m[1] + l[2] * a + l[3] * b);
  return all;
}, []);

describe('statistics of samples', () => {
  it('approach the mean and covariance they were drawn with', () => {
    const [x, y] = mean2(points);
    expect(Math.abs(x - m[0])).toBeLessThan(4 * Math.sqrt(4 / n));
    expect(Math.abs(y - m[1])).toBeLessThan(4 * Math.sqrt(0.74 / n));
    // var of a sample covariance is (Σii Σjj + Σij²)/n for normal data.
    covariance2(points).forEach((got, at) => {
      const [i, j] = [Math.floor(at / 2), at % 2];
      const error = Math.sqrt((covariance[i * 3]! * covariance[j * 3]! + covariance[at]! ** 2) / n);
      expect(Math.abs(got - covariance[at]!)).toBeLessThan(4 * error);
    });
  });

  it('mean and standard error of four numbers, by hand', () => {
    expect(mean([1, 2, 3, 6])).toBe(3);
    expect(standardError([1, 2, 3, 6])).toBeCloseTo(Math.sqrt(14 / 3 / 4), 14);
    expect(mean([])).toBeNaN();
  });
});

describe('the Gaussian', () => {
  it('integrates to 1 and −∫ p log p is its entropy', () => {
    let [mass, entropy] = [0, 0];
    const step = 0.1;
    for (let x = -17; x < 19; x += step) {
      for (let y = -10; y < 6; y += step) {
        const logP = gaussianLogDensity2([x, y], [m[0], m[1]], covariance)[0]!;
        mass += Math.exp(logP) * step * step;
        entropy -= Math.exp(logP) * logP * step * step;
      }
    }
    expect(Math.abs(mass - 1)).toBeLessThan(1e-9);
    expect(Math.abs(entropy - gaussianEntropy2(covariance))).toBeLessThan(1e-9);
  });

  it('has an NLL equal to that entropy on any data with its mean and covariance', () => {
    const nll = -mean(gaussianLogDensity2(points, mean2(points), covariance2(points)));
    expect(nll).toBeCloseTo(gaussianEntropy2(covariance2(points)), 10);
  });

  it('refuses a covariance that is not positive definite', () => {
    expect(() => gaussianEntropy2([1, 2, 2, 1])).toThrow(/covariance must be positive definite, got \[1, 2, 2, 1\]/);
  });
});
