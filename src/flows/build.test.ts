import { describe, expect, it } from 'vitest';
import * as tf from '#tf';
import { normals, rng } from '#numerics';
import { buildFlow, describeLayers } from './build.ts';
import { perturb } from './laws/perturb.ts';
import { iaf, maf } from './recipes/maf.ts';
import { planarFlow } from './recipes/planar-flow.ts';
import { radialFlow } from './recipes/radial-flow.ts';
import { realNvp } from './recipes/real-nvp.ts';
import type { FlowSpec } from './spec.ts';

const coupling = {
  kind: 'coupling',
  mask: [1, 0],
  transformer: { kind: 'affine', scale: { kind: 'tanh', bound: 2 } },
  conditioner: { kind: 'mlp', hidden: [4], activation: 'relu' },
};
const autoregressive = {
  kind: 'autoregressive',
  order: [1, 0],
  transformer: { kind: 'invert', of: { kind: 'affine', scale: { kind: 'tanh', bound: 2 } } },
  conditioner: { kind: 'made', hidden: [4], activation: 'relu' },
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

describe('JSON that describes no flow is refused, with layer, argument and value', () => {
  const affine = (scale: unknown) => ({ ...coupling, transformer: { kind: 'affine', scale } });
  it.each<[string, unknown, typeof TypeError | typeof RangeError, string]>([
    ['unknown kind', { kind: 'spiral' }, TypeError, 'layers[1]: layer: kind must be one of permutation'],
    [
      'an autoregressive order that is no permutation',
      { ...autoregressive, order: [0, 2] },
      RangeError,
      'layers[1]: autoregressive: order must hold each of 0 … n − 1 once, got [0, 2]',
    ],
    ['an autoregressive order that is text', { ...autoregressive, order: '10' }, TypeError, 'order must be a list'],
    [
      'an autoregressive layer whose net is not masked',
      { ...autoregressive, conditioner: coupling.conditioner },
      TypeError,
      'layers[1]: conditioner: kind must be one of made, residual-made, got "mlp"',
    ],
    ['an autoregressive layer without a net', { ...autoregressive, conditioner: null }, TypeError, 'conditioner: kind'],
    [
      'an autoregressive layer of another size',
      { ...autoregressive, order: [2, 0, 1] },
      RangeError,
      'layers[1] (inverse affine autoregressive) has 3 dimensions',
    ],
    [
      'a masked net without units',
      { ...autoregressive, conditioner: { kind: 'residual-made', width: 0, blocks: 1, activation: 'relu' } },
      RangeError,
      'residualMade: width must be a whole number ≥ 1, got 0',
    ],
    [
      'a context that is text',
      { ...coupling, conditioner: { kind: 'residual-mlp', width: 3, blocks: 1, activation: 'relu', context: 'yes' } },
      TypeError,
      'residualMlp: contextDimensions must be a number, got "yes"',
    ],
    ['no layer at all', null, TypeError, 'layers[1]: layer: kind must be one of'],
    ['mask of one kind', { ...coupling, mask: [1, 1] }, RangeError, 'layers[1]: coupling: mask must keep at least one'],
    ['mask of other numbers', { ...coupling, mask: [1, 2] }, RangeError, 'got [1, 2]'],
    ['mask that is text', { ...coupling, mask: '10' }, TypeError, 'coupling: mask must be a list, got "10"'],
    [
      'mask of another size',
      { ...coupling, mask: [1, 0, 0] },
      RangeError,
      'layers[1] (affine coupling) has 3 dimensions',
    ],
    ['no permutation', { kind: 'permutation', order: [0, 0] }, RangeError, 'each of 0 … n − 1 once, got [0, 0]'],
    [
      'fractional size',
      { kind: 'actnorm', dimensions: 1.5 },
      RangeError,
      'actnorm: dimensions must be a whole number ≥ 1, got 1.5',
    ],
    [
      'size as text',
      { kind: 'lu-linear', dimensions: '2' },
      TypeError,
      'luLinear: dimensions must be a number, got "2"',
    ],
    [
      'negative bound',
      affine({ kind: 'tanh', bound: -1 }),
      RangeError,
      'scale: bound must be a finite number > 0, got -1',
    ],
    ['unknown scale', affine({ kind: 'cube' }), TypeError, 'scale: kind must be one of exp, tanh, got "cube"'],
    [
      'unknown transformer',
      { ...coupling, transformer: { kind: 'x' } },
      TypeError,
      'transformer: kind must be one of additive, affine, invert',
    ],
    [
      'no units',
      { ...coupling, conditioner: { kind: 'mlp', hidden: [0], activation: 'relu' } },
      RangeError,
      'mlp: hidden[0] must be a whole number ≥ 1, got 0',
    ],
    [
      'unknown activation',
      { ...coupling, conditioner: { kind: 'mlp', hidden: [4], activation: 'gelu' } },
      RangeError,
      'mlp: activation must be one of relu, tanh, got gelu',
    ],
    ['PLU without a permutation', { kind: 'plu-linear', order: [1, 1] }, RangeError, 'pluLinear: order must hold each'],
    ['PLU without an order', { kind: 'plu-linear' }, TypeError, 'pluLinear: order must be a list, got undefined'],
    [
      'too few signs',
      { kind: 'plu-linear', order: [1, 0], signs: [1] },
      RangeError,
      'pluLinear: signs must hold 2 entries, each -1 or 1, got [1]',
    ],
    [
      'no mirror',
      { kind: 'householder', dimensions: 2, reflections: 0 },
      RangeError,
      'householder: reflections must be a whole number ≥ 1, got 0',
    ],
    [
      'planar in no dimension',
      { kind: 'planar', dimensions: 0 },
      RangeError,
      'planar: dimensions must be a whole number ≥ 1, got 0',
    ],
    [
      'planar with another activation',
      { kind: 'planar', dimensions: 2, activation: { kind: 'relu' } },
      TypeError,
      'planar: activation: kind must be one of tanh, leaky-relu, got "relu"',
    ],
    [
      'a slope that is not invertible',
      { kind: 'planar', dimensions: 2, activation: { kind: 'leaky-relu', slope: 1.5 } },
      RangeError,
      'planar: activation: slope must lie between 0 and 1, both excluded, got 1.5',
    ],
    [
      'a slope that is text',
      { kind: 'planar', dimensions: 2, activation: { kind: 'leaky-relu', slope: '0.2' } },
      TypeError,
      'planar: activation: slope must be a number, got "0.2"',
    ],
    [
      'batch norm that overshoots',
      { kind: 'batch-norm', dimensions: 2, momentum: 1.5 },
      RangeError,
      'batchNorm: momentum must be at most 1, got 1.5',
    ],
    [
      'batch norm that stands still',
      { kind: 'batch-norm', dimensions: 2, momentum: 0 },
      RangeError,
      'batchNorm: momentum must be a finite number > 0, got 0',
    ],
    ['radial of another size', { kind: 'radial', dimensions: 3 }, RangeError, 'layers[1] (radial) has 3 dimensions'],
    [
      'a fault inside invert',
      { kind: 'invert', of: { kind: 'permutation', order: [2] } },
      RangeError,
      'layers[1]: permutation: order',
    ],
  ])('%s', (_name, layer, errorType, message) => {
    const build = () => buildFlow(spec(coupling, layer), rng(1));
    expect(build).toThrow(errorType);
    expect(build).toThrow(message);
  });

  it('a base of another size', () => {
    const wide = { ...spec(coupling), base: { kind: 'standard-normal' as const, dimensions: 3 } };
    expect(() => buildFlow(wide, rng(1))).toThrow('the base has 3 dimensions, but the bijection (composition) has 2');
  });

  it('no layers', () => {
    expect(() => buildFlow(spec(), rng(1))).toThrow('layers is empty');
  });
});
