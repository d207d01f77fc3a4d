import { describe, expect, it } from 'vitest';
import { mean, rng, standardError } from '#numerics';
import { computedFloor, dataset } from './dataset.ts';
import { gaussianLogDensity } from './gaussian.ts';

describe.each([0.1, 0.5, 1.5])('two modes on a line, noise %d', (noise) => {
  const data = dataset({ name: 'bimodal', noise });
  const [low, high] = data.box.x;
  const drawn = data.sample(40_000, rng(3, `bimodal ${noise}`));

  it('the density is that of two Gaussians, and integrates to 1', () => {
    const normal = (x: number, at: number) =>
      Math.exp(-((x - at) ** 2) / (2 * noise ** 2)) / (noise * Math.sqrt(2 * Math.PI));
    const points = Float32Array.of(-2, 0.3, 1.5);
    data.logDensity(points).forEach((logP, i) => {
      const p = 0.5 * normal(points[i]!, -1.5) + 0.5 * normal(points[i]!, 1.5);
      expect(Math.abs(logP - Math.log(p))).toBeLessThan(1e-9 * Math.max(1, -logP));
    });
    const step = (1.5 * (high - low)) / 2000;
    const grid = Float32Array.from({ length: 2000 }, (_, i) => 1.5 * low + (i + 0.5) * step);
    expect(Math.abs(data.logDensity(grid).reduce((sum, logP) => sum + step * Math.exp(logP), 0) - 1)).toBeLessThan(
      1e-5,
    );
  });

  it('its samples have its moments, lie in its box and score the floor, within four standard errors', () => {
    const near = (values: ArrayLike<number>, want: number) =>
      expect(Math.abs(mean(values) - want)).toBeLessThan(4 * standardError(values));
    near(drawn, data.gaussian.mean[0]);
    near(
      drawn.map((x) => x * x),
      data.gaussian.covariance[0],
    );
    near(
      data.logDensity(drawn).map((logP) => -logP),
      data.floor.nats,
    );
    expect(drawn.filter((x) => x > low && x < high).length / drawn.length).toBeGreaterThan(0.999);
  });

  it('the Gaussian has the density and the expected score it claims', () => {
    const scores = gaussianLogDensity(drawn, data.gaussian).map((logP) => -logP);
    expect(Math.abs(mean(scores) - data.gaussian.nats)).toBeLessThan(4 * standardError(scores));
    expect(data.gaussian.nats).toBeGreaterThan(data.floor.nats);
  });
});

it('separate modes have the entropy of one plus log 2', () => {
  const want = Math.log(2) + 0.5 * Math.log(2 * Math.PI * Math.E * 0.1 ** 2);
  expect(dataset({ name: 'bimodal', noise: 0.1 }).floor.nats).toBeCloseTo(want, 9);
});

it('the stored floor is the one that is computed', () => {
  expect(dataset({ name: 'bimodal' }).floor.nats).toBeCloseTo(computedFloor({ name: 'bimodal' }).nats, 9);
});

it('has one number a point, and the same stream gives the same bits', () => {
  const data = dataset({ name: 'bimodal' });
  expect(data.dimensions).toBe(1);
  expect(data.sample(7, rng(1))).toHaveLength(7);
  expect(data.sample(7, rng(1))).toEqual(data.sample(9, rng(1)).subarray(0, 7));
});
