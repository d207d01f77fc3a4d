import { describe, expect, it } from 'vitest';
import * as tf from '#tf';
import { rng } from '#numerics';
import { buildFlow } from './build.ts';
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
    [
      'a logit of one level',
      { kind: 'logit', dimensions: 2, levels: 1, alpha: 0.05 },
      RangeError,
      'layers[1]: logit: levels must be ≥ 2, got 1',
    ],
    [
      'a logit that is drawn in too far',
      { kind: 'logit', dimensions: 2, levels: 17, alpha: 0.5 },
      RangeError,
      'layers[1]: logit: alpha must be in (0, 0.5), got 0.5',
    ],
    ['a logit without margin', { kind: 'logit', dimensions: 2, levels: 17, alpha: 0 }, RangeError, 'got 0'],
    ['a logit without alpha', { kind: 'logit', dimensions: 2, levels: 17 }, TypeError, 'alpha must be a number'],
    [
      'a logit of another size',
      { kind: 'logit', dimensions: 3, levels: 17, alpha: 0.1 },
      RangeError,
      'has 3 dimensions',
    ],
    [
      'a chain of nothing',
      { kind: 'elementwise', dimensions: 2, transformer: { kind: 'chain', of: [] } },
      RangeError,
      'chain: of must hold at least one transformer',
    ],
    [
      'a chain with a link of no kind',
      { kind: 'elementwise', dimensions: 2, transformer: { kind: 'chain', of: [{ kind: 'knot' }] } },
      TypeError,
      'transformer: kind must be one of',
    ],
    [
      'a mixture whose log-scales are clamped to nothing',
      {
        kind: 'elementwise',
        dimensions: 2,
        transformer: { kind: 'logistic-mixture', components: 2, logScale: { kind: 'tanh', bound: 0 } },
      },
      RangeError,
      'scale: bound must be a finite number > 0, got 0',
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
    [
      'unknown scale',
      affine({ kind: 'cube' }),
      TypeError,
      'scale: kind must be one of exp, tanh, soft-clip, sigmoid-gate, got "cube"',
    ],
    [
      'unknown transformer',
      { ...coupling, transformer: { kind: 'x' } },
      TypeError,
      'transformer: kind must be one of additive, affine, ',
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
    [
      'an autoregressive layer of curves without parameters',
      { ...autoregressive, transformer: { kind: 'tanh' } },
      RangeError,
      'autoregressive: the tanh transformer has no parameters for a conditioner to give',
    ],
    [
      'a leaky ReLU without a slope',
      { kind: 'elementwise', dimensions: 2, transformer: { kind: 'leaky-relu' } },
      TypeError,
      'leakyRelu: slope must be a number, got undefined',
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

  it('what is no object at all', () => {
    expect(() => buildFlow(null as unknown as FlowSpec, rng(1))).toThrow('buildFlow: spec must be an object');
  });

  it('no layers', () => {
    expect(() => buildFlow(spec(), rng(1))).toThrow('layers is empty');
  });
});

describe('a flow that is refused leaves nothing behind', () => {
  const learned = { kind: 'diagonal-gaussian', dimensions: 2 };
  it.each<[string, unknown]>([
    ['by a later layer', { base: learned, layers: [coupling, { kind: 'actnorm', dimensions: 2 }, { kind: 'spiral' }] }],
    ['by a layer whose net was built before', { base: learned, layers: [{ ...coupling, mask: [1, 1] }] }],
    ['by the composition', { base: learned, layers: [coupling, { kind: 'actnorm', dimensions: 3 }] }],
    ['by a base of another size', { base: { ...learned, dimensions: 3 }, layers: [coupling] }],
  ])('%s', (_name, json) => {
    const before = tf.memory().numTensors;
    expect(() => buildFlow(json as FlowSpec, rng(1))).toThrow();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('and one that is built keeps all of its variables', () => {
    const before = tf.memory().numTensors;
    const flow = buildFlow(spec(coupling, { kind: 'actnorm', dimensions: 2 }), rng(1));
    expect(tf.memory().numTensors - before).toBe(flow.parameters.length + flow.bijection.state!.length);
  });
});
