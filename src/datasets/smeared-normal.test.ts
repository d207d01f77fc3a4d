import { describe, expect, it } from 'vitest';
import { gaussLegendre } from '#numerics';
import { smearedNormal } from './smeared-normal.ts';

describe.each([
  [1 / 6, 0.1],
  [1 / 6, 0.03],
  [1, 3],
])('a uniform of width %d blurred by sd %d', (width, sd) => {
  const logDensity = smearedNormal(width, sd);

  it('is the integral of the Gaussian over the width, from the middle to far beyond the table', () => {
    const { nodes, weights } = gaussLegendre(120, -width / 2, width / 2);
    for (let u = 0; u < 60 * sd; u += 0.377 * sd) {
      // Relative to the nearest point of the width, so that nothing underflows.
      const nearest = Math.max(0, u - width / 2);
      const sum = nodes.reduce(
        (total, t, i) => total + weights[i]! * Math.exp((nearest ** 2 - (u - t) ** 2) / (2 * sd * sd)),
        0,
      );
      const want = Math.log(sum / width / sd / Math.sqrt(2 * Math.PI)) - nearest ** 2 / (2 * sd * sd);
      expect(Math.abs(logDensity(u) - want)).toBeLessThan(1e-9);
      expect(logDensity(-u)).toBe(logDensity(u));
    }
  });
});
