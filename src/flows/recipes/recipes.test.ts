import { describe, expect, it } from 'vitest';
import * as tf from '#tf';
import { normals, rng } from '#numerics';
import { buildFlow } from '../build.ts';
import { perturb } from '../laws/perturb.ts';
import type { FlowSpec } from '../spec.ts';
import { iaf, maf } from './maf.ts';
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
