import { describe, expect, it } from 'vitest';
import { gaussLegendre } from './quadrature.ts';

describe('Gauss–Legendre quadrature', () => {
  it.each([1, 2, 5, 16, 64, 401])('integrates polynomials up to degree 2n − 1 exactly, n = %d', (n) => {
    const { nodes, weights } = gaussLegendre(n, -1, 1);
    for (const degree of new Set([0, 1, 2, 3, n, 2 * n - 2, 2 * n - 1])) {
      if (degree > 2 * n - 1) continue;
      const got = nodes.reduce((sum, x, i) => sum + weights[i]! * x ** degree, 0);
      const want = degree % 2 === 1 ? 0 : 2 / (degree + 1);
      expect(Math.abs(got - want)).toBeLessThan(1e-13);
    }
  });

  it('is scaled to its interval, with rising nodes inside it', () => {
    const { nodes, weights } = gaussLegendre(40, 2, 5);
    const got = nodes.reduce((sum, x, i) => sum + weights[i]! * Math.exp(x), 0);
    expect(Math.abs(got - (Math.exp(5) - Math.exp(2)))).toBeLessThan(1e-12);
    for (let i = 0; i < 40; i++) expect(nodes[i]!).toBeGreaterThan(i ? nodes[i - 1]! : 2);
    expect(nodes[39]!).toBeLessThan(5);
  });

  it('refuses no nodes', () => {
    expect(() => gaussLegendre(0)).toThrow(/gaussLegendre: n must be a whole number ≥ 1, got 0/);
  });
});
