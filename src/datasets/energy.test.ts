import { describe, expect, it } from 'vitest';
import { normals, rng } from '#numerics';
import { energy } from './energy.ts';
import { energyNames } from './names.ts';
import type { EnergyName } from './names.ts';

/** log Z and entropy on [−4, 4]², found in Python by the midpoint rule with step 0.004. */
const published: [EnergyName, logZ: number, entropy: number][] = [
  ['u1', 1.8775, 2.66001],
  ['u2', 2.08209, 2.58209],
  ['u3', 2.64171, 2.62671],
  ['u4', 2.68457, 2.76618],
];

describe.each(published)('%s', (name, logZ, entropy) => {
  const target = energy({ name });

  it('has the normaliser and the entropy that were published, to their five decimals', () => {
    expect(Math.abs(target.logNormaliser.nats - logZ)).toBeLessThan(1e-5);
    expect(Math.abs(target.entropy.nats - entropy)).toBeLessThan(1e-5);
  });

  it.each([undefined, 8])('its score is the gradient of −U by finite differences (envelope %s)', (envelope) => {
    const { score, logUnnormalised } = energy({ name, ...(envelope && { envelope }) });
    const points = Float64Array.from(normals(rng(4, name), 60), (value) => 2.5 * value);
    const slopes = score(points);
    const h = 1e-5;
    points.forEach((value, at) => {
      const shifted = (by: number) =>
        logUnnormalised(points.map((other, i) => (i === at ? value + by : other)))[Math.floor(at / 2)]!;
      // Float64: truncation of order h², rounding of order 1e-13/h.
      const slope = (shifted(h) - shifted(-h)) / (2 * h);
      expect(Math.abs(slope - slopes[at]!)).toBeLessThan(1e-5 * Math.max(1, Math.abs(slope)));
    });
  });

  it('is finite far out and at the centre, with its score', () => {
    const points = Float32Array.of(0, 0, 300, -200, -50, 1000);
    expect([...target.logUnnormalised(points), ...target.score(points)].every(Number.isFinite)).toBe(true);
  });
});

describe('energy', () => {
  it('lists the four of the paper', () => {
    expect(energyNames).toEqual(published.map(([name]) => name));
  });

  it('U1 has two modes of equal weight: it is the same on the left and on the right', () => {
    const { logUnnormalised } = energy({ name: 'u1' });
    const [right, left] = logUnnormalised(Float64Array.of(1.3, 0.7, -1.3, 0.7));
    expect(right).toBe(left);
  });

  it.each([
    [{ name: 'u5' }, RangeError, 'energy: name must be one of u1, u2, u3, u4, got "u5"'],
    [{ name: 'u2', envelope: 0 }, RangeError, 'energy: envelope must be a finite number > 0, got 0'],
    [{ name: 'u2', envelope: '8' }, TypeError, 'energy: envelope must be a number, got "8"'],
  ])('refuses %o', (spec, type, message) => {
    const build = () => energy(spec as unknown as Parameters<typeof energy>[0]);
    expect(build).toThrow(type);
    expect(build).toThrow(message);
  });
});
