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
      spec(coupling, { kind: 'lu-linear', dimensions: 2 }, { kind: 'actnorm', dimensions: 2 }),
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
      { kind: 'rational-quadratic-spline', bins: 4, interval: [0, 1], ends: 'free' },
      { kind: 'logistic-mixture', components: 3 },
      { kind: 'gaussian-mixture', components: 2, spread: 1 },
      { kind: 'leaky-relu', slope: 0.5 },
      { kind: 'sigmoid' },
      { kind: 'tanh' },
      { kind: 'exp' },
    ];
    const layers = transformers.map((transformer) => ({ kind: 'elementwise', dimensions: 2, transformer }));
    const { parameters } = buildFlow(spec(...layers), rng(1));
    expect(parameters.map(({ shape }) => shape[1])).toEqual([1, 2, 4, 13, 9, 6]);
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

describe('JSON that describes no flow is refused, with layer, argument and value', () => {
  const affine = (scale: unknown) => ({ ...coupling, transformer: { kind: 'affine', scale } });
  it.each<[string, unknown, typeof TypeError | typeof RangeError, string]>([
    ['unknown kind', { kind: 'spiral' }, TypeError, 'layers[1]: layer: kind must be one of permutation'],
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
    [
      'unknown scale',
      affine({ kind: 'cube' }),
      TypeError,
      'scale: kind must be one of exp, tanh, soft-clip, got "cube"',
    ],
    [
      'unknown transformer',
      { ...coupling, transformer: { kind: 'x' } },
      TypeError,
      'transformer: kind must be one of additive, affine',
    ],
    [
      'a spline without bins',
      { ...coupling, transformer: { kind: 'rational-quadratic-spline', bins: 0, interval: [-3, 3] } },
      RangeError,
      'rationalQuadraticSpline: bins must be a whole number ≥ 1, got 0',
    ],
    [
      'an interval of one number',
      { ...coupling, transformer: { kind: 'linear-spline', bins: 4, interval: [3] } },
      RangeError,
      'linear-spline: interval must be two numbers, got [3]',
    ],
    [
      'a mixture of text',
      { ...coupling, transformer: { kind: 'logistic-mixture', components: '3' } },
      TypeError,
      'mixtureCdf: components must be a number, got "3"',
    ],
    [
      'a coupling with nothing to condition',
      { ...coupling, transformer: { kind: 'tanh' } },
      RangeError,
      'coupling: the tanh transformer has no parameters for a conditioner to give; use an elementwise layer',
    ],
    [
      'a slope of 0',
      { kind: 'elementwise', dimensions: 2, transformer: { kind: 'leaky-relu', slope: 0 } },
      RangeError,
      'leakyRelu: slope must be a finite number > 0, got 0',
    ],
    [
      'θ of another shape',
      { kind: 'elementwise', dimensions: 2, transformer: { kind: 'additive' }, theta: [[1], [2, 3]] },
      RangeError,
      'elementwise: theta must hold 2 lists of 1 numbers, got lists of [1,2]',
    ],
    [
      'θ that is no number',
      { kind: 'elementwise', dimensions: 1, transformer: { kind: 'additive' }, theta: [[NaN]] },
      RangeError,
      'elementwise: theta must hold finite numbers, got NaN',
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
