import { describe, expect, it } from 'vitest';
import { mean } from '#numerics';
import { dataset } from './dataset.ts';
import { datasetNames } from './names.ts';
import { heldOut } from './held-out.ts';

describe.each(datasetNames)('held-out points of %s', (name) => {
  const data = dataset({ name });
  const held = heldOut({ name });

  it('are at least 2,000, always the same, computed once', () => {
    expect(held.points.length / data.dimensions).toBeGreaterThanOrEqual(2000);
    expect(heldOut({ name })).toBe(held);
  });

  it('are scored by the true density, point by point', () => {
    expect(held.perPoint).toEqual(data.logDensity(held.points).map((logP) => -logP));
    expect(held.trueNll).toBe(mean(held.perPoint));
  });

  it('score within four standard errors of the entropy, and better than one Gaussian', () => {
    expect(Math.abs(held.trueNll - data.floor.nats)).toBeLessThan(4 * held.standardError + 1e-9);
    expect(held.gaussianNll).toBeGreaterThan(held.trueNll);
    expect(Math.abs(held.gaussianNll - data.gaussian.nats)).toBeLessThan(0.1);
  });
});
