import { describe, expect, it } from 'vitest';
import * as tf from '#tf';
import { normals, rng } from '#numerics';
import { buildFlow } from '../build.ts';
import { perturb } from '../laws/perturb.ts';
import type { FlowSpec } from '../spec.ts';
import { iaf, maf } from './maf.ts';
import { nice } from './nice.ts';
import { planarFlow } from './planar-flow.ts';
import { radialFlow } from './radial-flow.ts';

describe('the autoregressive recipes', () => {
  const options = { dimensions: 3, layers: 2, hidden: [6] };

  it('alternate the order, and differ in the direction alone', () => {
    const [masked, inverse] = [maf(options), iaf(options)];
    expect(masked.layers.map((layer) => ('order' in layer ? layer.order.join('') : layer.kind))).toEqual([
      '012',
      '210',
      'actnorm',
    ]);
    expect(inverse.layers.map((layer) => (layer.kind === 'invert' ? layer.of : layer))).toEqual(masked.layers);
  });

  it('score (maf) and sample (iaf) in one pass a layer, and take one for each dimension the other way', () => {
    const passes = (recipe: FlowSpec) =>
      buildFlow(recipe, rng(1)).bijection.layers.flatMap((layer) => layer.passes ?? []);
    expect(passes(maf(options))).toEqual(new Array(2).fill({ forward: 3, inverse: 1 }));
    expect(passes(iaf(options))).toEqual(new Array(2).fill({ forward: 1, inverse: 3 }));
  });

  it('take a context, which changes the density of every dimension', () => {
    for (const recipe of [maf, iaf]) {
      const flow = buildFlow(recipe({ ...options, context: 2 }), rng(1));
      perturb(flow.parameters, rng(2), 0.2);
      const z = tf.tensor2d(normals(rng(3), 12), [4, 3]);
      const [one, other] = [5, 6].map((seed) =>
        flow.bijection.forward(z, tf.tensor2d(normals(rng(seed), 8), [4, 2])).x.dataSync(),
      );
      expect(one!.every((value, i) => value !== other![i])).toBe(true);
      expect(() => flow.logProb(z)).toThrow('made: context must be a tensor [n, 2], got none');
    }
  });

  it('refuse sizes that are no sizes', () => {
    expect(() => maf({ ...options, dimensions: 0 })).toThrow('maf: dimensions must be a whole number ≥ 1, got 0');
    expect(() => iaf({ ...options, layers: 1.5 })).toThrow('iaf: layers must be a whole number ≥ 1, got 1.5');
  });
});

describe('nice', () => {
  const options = { dimensions: 3, layers: 3, hidden: [6] };
  const points = tf.tensor2d(normals(rng(3), 15), [5, 3]);

  it('starts as the identity on a logistic base', () => {
    const flow = buildFlow(nice(options), rng(1));
    expect(flow.bijection.forward(points).x.dataSync()).toEqual(points.dataSync());
    const logistic = [...points.dataSync<'float32'>()].map((z) => -z - 2 * Math.log1p(Math.exp(-z)));
    const expected = logistic.slice(0, 3).reduce((sum, value) => sum + value, 0);
    expect(flow.logProb(points).dataSync()[0]).toBeCloseTo(expected, 5);
  });

  it('has one log-det for all points, the sum of its scales, however the couplings bend', () => {
    const flow = buildFlow(nice({ ...options, base: 'standard-normal' }), rng(1));
    perturb(flow.parameters, rng(2));
    const { x, logDet } = flow.bijection.forward(points);
    const [theta, logScale] = [flow.bijection.layers[0]!, flow.bijection.layers.at(-1)!].map(({ parameters }) => [
      ...parameters[0]!.dataSync<'float32'>(),
    ]);
    const sum = [1, 3, 5].reduce((total, at) => total + theta![at]!, 0) + logScale!.reduce((a, b) => a + b, 0);
    for (const value of logDet.dataSync<'float32'>()) expect(value).toBeCloseTo(sum, 5);
    expect(tf.max(tf.abs(tf.sub(flow.bijection.inverse(x).z, points))).dataSync()[0]).toBeLessThan(1e-4);
  });

  it('refuses what is no size or base', () => {
    expect(() => nice({ ...options, dimensions: 1 })).toThrow('nice: dimensions must be ≥ 2');
    expect(() => nice({ ...options, hidden: 6 as unknown as number[] })).toThrow('nice: hidden must be a list, got 6');
    expect(() => nice({ ...options, base: 'uniform' as 'logistic' })).toThrow(
      'must be one of logistic, standard-normal',
    );
  });
});

describe.each([
  ['planarFlow', planarFlow],
  ['radialFlow', radialFlow],
] as const)('%s', (name, recipe) => {
  it.each(['sampling', 'scoring'] as const)('starts as the identity, fast in %s', (fast) => {
    const flow = buildFlow(recipe({ dimensions: 2, layers: 3, fast }), rng(1));
    const z = tf.tensor2d(normals(rng(2), 20), [10, 2]);
    const { x, logDet } = flow.bijection.forward(z);
    expect(tf.max(tf.abs(tf.sub(x, z))).dataSync()[0]).toBeLessThan(1e-5);
    expect(tf.max(tf.abs(logDet)).dataSync()[0]).toBeLessThan(1e-5);
  });

  it('stands the published way round, and the other way for scoring', () => {
    const kinds = (fast?: 'sampling' | 'scoring') =>
      recipe({ dimensions: 2, layers: 1, ...(fast && { fast }) }).layers[0]!.kind;
    expect([kinds(), kinds('scoring')]).toEqual([name === 'planarFlow' ? 'planar' : 'radial', 'invert']);
  });

  it.each([
    [{ dimensions: 0, layers: 1 }, 'dimensions must be a whole number ≥ 1, got 0'],
    [{ dimensions: 2, layers: 1.5 }, 'layers must be a whole number ≥ 1, got 1.5'],
    [{ dimensions: 2, layers: 1, fast: 'both' }, 'fast must be sampling or scoring, got "both"'],
  ])('refuses %o', (options, message) => {
    expect(() => recipe(options as Parameters<typeof recipe>[0])).toThrow(`${name}: ${message}`);
  });
});
