import { describe, expect, it } from 'vitest';
import * as tf from '#tf';
import { normals, rng } from '#numerics';
import { buildFlow, describeLayers } from './build.ts';
import { realNvp } from './recipes/real-nvp.ts';
import { splineFlow } from './recipes/spline-flow.ts';
import type { FlowSpec, TransformerSpec } from './spec.ts';

const coupling = {
  kind: 'coupling',
  mask: [1, 0],
  transformer: { kind: 'affine', scale: { kind: 'tanh', bound: 2 } },
  conditioner: { kind: 'mlp', hidden: [4], activation: 'relu' },
};
/** JSON from a file or a URL: nothing has checked its types. */
const spec = (...layers: unknown[]) =>
  ({ base: { kind: 'standard-normal', dimensions: 2 }, layers }) as unknown as FlowSpec;

describe('a flow built from JSON', () => {
  it('starts as the identity', () => {
    const flow = buildFlow(
      spec(
        coupling,
        { kind: 'lu-linear', dimensions: 2 },
        { kind: 'plu-linear', order: [0, 1] },
        { kind: 'householder', dimensions: 2, reflections: 2 },
        { kind: 'planar', dimensions: 2 },
        { kind: 'planar', dimensions: 2, activation: { kind: 'leaky-relu', slope: 0.2 } },
        { kind: 'radial', dimensions: 2 },
        { kind: 'actnorm', dimensions: 2 },
        { ...coupling, kind: 'volume-preserving-coupling', scale: { kind: 'tanh', bound: 2 } },
      ),
      rng(1),
    );
    const z = tf.tensor2d(normals(rng(2), 20), [10, 2]);
    const { x, logDet } = flow.bijection.forward(z);
    expect(tf.max(tf.abs(tf.sub(x, z))).dataSync()[0]).toBeLessThan(1e-6);
    expect(tf.max(tf.abs(logDet)).dataSync()[0]).toBeLessThan(1e-6);
  });

  it('keeps the JSON it was built from, unchanged when the original is', () => {
    const original = spec(structuredClone(coupling));
    const flow = buildFlow(original, rng(1));
    original.layers.pop();
    expect(flow.spec).toEqual(spec(coupling));
  });

  it('describes its layers in reading order', () => {
    const flow = buildFlow(
      spec({ kind: 'permutation', order: [1, 0] }, coupling, {
        kind: 'invert',
        of: { kind: 'lu-linear', dimensions: 2 },
      }),
      rng(1),
    );
    expect(describeLayers(flow)).toEqual([
      { name: 'permutation', kind: 'permutation', parameters: 0 },
      { name: 'affine coupling', kind: 'coupling', parameters: 2 * 4 + 4 + 4 * 4 + 4 },
      { name: 'inverse LU linear', kind: 'invert', parameters: 6 },
    ]);
  });

  it("does not change earlier layers' weights when a layer is added", () => {
    const first = (layers: number) =>
      buildFlow(realNvp({ dimensions: 2, layers, hidden: [4] }), rng(1)).parameters[0]!.dataSync();
    expect(first(3)).toEqual(first(2));
  });

  it('builds every transformer in an elementwise layer, with the θ it is given', () => {
    const transformers: TransformerSpec[] = [
      { kind: 'additive' },
      { kind: 'affine', scale: { kind: 'soft-clip', bound: 3 } },
      { kind: 'linear-spline', bins: 4, interval: [-3, 3] },
      { kind: 'quadratic-spline', bins: 4, interval: [-3, 3] },
      { kind: 'rational-quadratic-spline', bins: 4, interval: [0, 1], ends: 'free' },
      { kind: 'logistic-mixture', components: 3 },
      { kind: 'gaussian-mixture', components: 2, spread: 1 },
      { kind: 'leaky-relu', slope: 0.5 },
      { kind: 'sigmoid' },
      { kind: 'tanh' },
      { kind: 'exp' },
      { kind: 'chain', of: [{ kind: 'additive' }, { kind: 'logistic-mixture', components: 2 }, { kind: 'tanh' }] },
      { kind: 'softsign', bound: 2 },
      { kind: 'cauchy-cdf' },
    ];
    const layers = transformers.map((transformer) => ({ kind: 'elementwise', dimensions: 2, transformer }));
    const { parameters } = buildFlow(spec(...layers), rng(1));
    expect(parameters.map(({ shape }) => shape[1])).toEqual([1, 2, 4, 7, 13, 9, 6, 7]);
    const theta = [[1], [-2]];
    const shifted = buildFlow(spec({ ...layers[0], theta }), rng(1));
    expect([...shifted.bijection.forward(tf.zeros([1, 2])).x.dataSync()]).toEqual([1, -2]);
  });

  it('starts a spline flow as the identity, with linear layers between its couplings', () => {
    const recipe = splineFlow({ dimensions: 3, layers: 2, hidden: [4] });
    expect(recipe.layers.map(({ kind }) => kind)).toEqual(['coupling', 'lu-linear', 'coupling', 'actnorm']);
    const z = tf.tensor2d(normals(rng(2), 30), [10, 3]);
    const { x, logDet } = buildFlow(recipe, rng(1)).bijection.forward(z);
    expect(tf.max(tf.abs(tf.sub(x, z))).dataSync()[0]).toBeLessThan(1e-5);
    expect(tf.max(tf.abs(logDet)).dataSync()[0]).toBeLessThan(1e-5);
    expect(() => splineFlow({ dimensions: 1, layers: 2, hidden: [4] })).toThrow('splineFlow: dimensions must be ≥ 2');
    expect(() => splineFlow({ dimensions: 2, layers: 0, hidden: [4] })).toThrow('splineFlow: layers');
  });

  it('alternates the masks of a RealNVP', () => {
    const { layers } = realNvp({ dimensions: 3, layers: 3, hidden: [4] });
    expect(layers.map((layer) => ('mask' in layer ? layer.mask.join('') : layer.kind))).toEqual([
      '010',
      '101',
      '010',
      'actnorm',
    ]);
  });
});
