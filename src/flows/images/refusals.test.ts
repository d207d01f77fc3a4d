import { describe, expect, it } from 'vitest';
import * as tf from '#tf';
import type { Tensor2D, Tensor4D } from '#tf';
import { rng } from '#numerics';
import { fullLinear } from '../bijections/full-linear.ts';
import { buildFlow } from '../build.ts';
import { convnet } from '../conditioners/convnet.ts';
import { rescaledTanh } from '../conditioners/rescaled-tanh.ts';
import { glow } from '../recipes/glow.ts';
import type { FlowSpec } from '../spec.ts';
import { affineTransformer } from '../transformers/affine.ts';
import { exponential } from '../transformers/scale-maps.ts';
import type { Bijection } from '../types.ts';
import { imageCoupling } from './image-coupling.ts';
import { multiScale } from './multi-scale.ts';
import { channelSplit } from './split.ts';
import { squeeze } from './squeeze.ts';

const shape = [4, 4, 2];
const net = { kind: 'convnet', hidden: [3], activation: 'relu' };
const coupling = {
  kind: 'image-coupling',
  shape,
  split: 'channels',
  keep: 'first',
  transformer: { kind: 'affine', scale: { kind: 'tanh', bound: 2 } },
  conditioner: net,
};
/** JSON from a file or a URL: nothing has checked its types. The layers stand between two reshapes. */
const spec = (layers: unknown[], start: unknown = shape, end: unknown = shape) =>
  ({
    base: { kind: 'standard-normal', dimensions: 32 },
    layers: [{ kind: 'invert', of: { kind: 'flatten', shape: start } }, ...layers, { kind: 'flatten', shape: end }],
  }) as unknown as FlowSpec;

describe('JSON that describes no flow of images is refused when it is built', () => {
  it.each<[string, unknown, typeof TypeError | typeof RangeError, string]>([
    [
      'an odd height',
      { kind: 'squeeze', shape: [3, 4, 2] },
      RangeError,
      'squeeze: height and width must be even, got 3 × 4',
    ],
    [
      'a shape of two numbers',
      { kind: 'squeeze', shape: [4, 4] },
      RangeError,
      'squeeze: shape must be [height, width, channels], got [4,4]',
    ],
    ['a shape that is text', { kind: 'squeeze', shape: '4×4×2' }, TypeError, 'squeeze: shape must be a list'],
    [
      'a width of 0',
      { kind: 'flatten', shape: [4, 0, 2] },
      RangeError,
      'flatten: shape: width must be a whole number ≥ 1, got 0',
    ],
    [
      'an odd number of channels',
      { ...coupling, shape: [4, 4, 3] },
      RangeError,
      'channels must be even, got 3; squeeze the image first',
    ],
    [
      'a board of odd width',
      { ...coupling, shape: [4, 3, 2], split: 'checkerboard' },
      RangeError,
      'the width must be even, got 3',
    ],
    [
      'an unknown split',
      { ...coupling, split: 'diagonal' },
      TypeError,
      'kind must be one of channels, checkerboard, got "diagonal"',
    ],
    ['an unknown half', { ...coupling, keep: 'left' }, RangeError, 'keep must be first or second, got "left"'],
    [
      'a coupling without parameters',
      { ...coupling, transformer: { kind: 'tanh' } },
      RangeError,
      'has no parameters for a conditioner',
    ],
    [
      'a net of vectors',
      { ...coupling, conditioner: { ...net, kind: 'mlp' } },
      TypeError,
      'conditioner: kind must be one of convnet',
    ],
    ['no net', { ...coupling, conditioner: null }, TypeError, 'conditioner: kind must be one of convnet'],
    [
      'an even kernel',
      { ...coupling, conditioner: { ...net, kernels: [3, 2] } },
      RangeError,
      'kernels must have odd sides, got 2',
    ],
    [
      'kernels too few',
      { ...coupling, conditioner: { ...net, kernels: [3] } },
      RangeError,
      'one side for each of the 1 hidden layers and one for the last, got [3]',
    ],
    [
      'an unknown gain',
      { ...coupling, conditioner: { ...net, gain: 'big' } },
      RangeError,
      'convnet: gain must be one of learned, none, got big',
    ],
    [
      'an unknown activation',
      { ...coupling, conditioner: { ...net, activation: 'gelu' } },
      RangeError,
      'convnet: activation must be one of relu, tanh',
    ],
    [
      'no units',
      { ...coupling, conditioner: { ...net, hidden: [0] } },
      RangeError,
      'convnet: hidden[0] must be a whole number ≥ 1',
    ],
    [
      'a pixel of another length',
      { kind: 'pixelwise', shape, of: { kind: 'actnorm', dimensions: 3 } },
      RangeError,
      'actnorm has 3 dimensions, but the image has 2 channels',
    ],
    [
      'an unknown deviation',
      { kind: 'pixelwise', shape, of: { kind: 'actnorm', dimensions: 2, deviation: 'mean' } },
      RangeError,
      'deviation must be unbiased or biased, got "mean"',
    ],
    [
      'an unknown form',
      { kind: 'conv1x1', shape, form: 'qr' },
      RangeError,
      'conv1x1: form must be full or plu, got "qr"',
    ],
    [
      'a singular matrix',
      {
        kind: 'conv1x1',
        shape,
        form: 'full',
        matrix: [
          [1, 2],
          [2, 4],
        ],
      },
      RangeError,
      'matrix must have an inverse, got the singular [[1,2],[2,4]]',
    ],
    [
      'a matrix of another size',
      { kind: 'conv1x1', shape, form: 'full', matrix: [[1]] },
      RangeError,
      'matrix must hold 2 lists of 2 numbers, got lists of [1]',
    ],
    [
      'a matrix with NaN',
      {
        kind: 'conv1x1',
        shape,
        form: 'full',
        matrix: [
          [1, NaN],
          [0, 1],
        ],
      },
      RangeError,
      'finite numbers, got NaN',
    ],
    [
      'a matrix for its factors',
      {
        kind: 'conv1x1',
        shape,
        form: 'plu',
        matrix: [
          [1, 0],
          [0, 1],
        ],
      },
      TypeError,
      'matrix goes with the form full',
    ],
    [
      'a gate that is infinite',
      { ...coupling, transformer: { kind: 'affine', scale: { kind: 'sigmoid-gate', shift: Infinity } } },
      RangeError,
      'sigmoidGate: shift must be a finite number',
    ],
  ])('%s', (_name, layer, type, message) => {
    const build = () => buildFlow(spec([layer]), rng(1));
    expect(build).toThrow(type);
    expect(build).toThrow(message);
    expect(build).toThrow('layers[1]');
  });

  it.each<[string, FlowSpec, string]>([
    [
      'shapes that do not fit',
      spec([{ kind: 'squeeze', shape }]),
      'gives events of shape [4,4,2], but layers[1] (squeeze) takes [2,2,8]',
    ],
    ['the same numbers in another shape', spec([coupling], [8, 4, 1]), 'gives events of shape [8,4,1]'],
    [
      'images at the edge',
      { ...spec([]), layers: [{ kind: 'squeeze', shape: [4, 4, 2] }] },
      'z and x of a flow are vectors',
    ],
    [
      'a base of another size',
      { ...spec([coupling]), base: { kind: 'standard-normal', dimensions: 16 } },
      'the base has 16 dimensions',
    ],
  ])('%s', (_name, flow, message) => {
    expect(() => buildFlow(flow, rng(1))).toThrow(RangeError);
    expect(() => buildFlow(flow, rng(1))).toThrow(message);
  });

  it.each<[string, unknown[], string]>([
    ['no level', [], 'levels is empty'],
    ['a level without layers', [{ layers: [] }], 'layers is empty'],
    ['a level of vectors', [{ layers: [{ kind: 'actnorm', dimensions: 32 }] }], 'must be [height, width, channels]'],
    ['a coarsest level that hands on', [{ layers: [coupling], noise: 'first' }], 'levels[0] must be all noise'],
    [
      'a finer level that is all noise',
      [{ layers: [coupling] }, { layers: [coupling] }],
      'levels[1] must say which half is noise',
    ],
    [
      'an unknown half',
      [{ layers: [coupling] }, { layers: [coupling], noise: 'third' }],
      'noise must be first or second',
    ],
    [
      'levels that do not fit',
      [{ layers: [coupling] }, { layers: [coupling], noise: 'first' }],
      'levels[0] gives images of shape [4,4,2], but levels[1] takes [4,4,1]',
    ],
    [
      'a prior of no kind',
      [{ layers: [coupling], prior: { kind: 'flat' } }],
      'conditioner: kind must be one of convnet',
    ],
  ])('multi-scale: %s', (_name, levels, message) => {
    const flow = {
      ...spec([]),
      layers: [
        { kind: 'multi-scale', levels },
        { kind: 'flatten', shape },
      ],
    } as unknown as FlowSpec;
    expect(() => buildFlow(flow, rng(1))).toThrow(message);
  });

  it('a Glow whose images cannot be halved that often, or whose sizes are none', () => {
    const options = { height: 8, width: 8, channels: 1, levels: 2, depth: 1, hidden: [4] };
    expect(() => glow({ ...options, levels: 4 })).toThrow(
      'multiples of 2^levels = 16, so that each level can halve them, got 8 × 8',
    );
    expect(() => glow({ ...options, width: 6 })).toThrow(RangeError);
    expect(() => glow({ ...options, depth: 0 })).toThrow('glow: depth must be a whole number ≥ 1, got 0');
  });
});

describe('parts that do not fit are refused when they are put together', () => {
  const transformer = affineTransformer({ scale: exponential });
  const split = channelSplit([4, 4, 2]);
  const conditioner = (channels: number, paramsPerDim = 2) =>
    convnet({ shape: [4, 4, 1], channels, paramsPerDim, hidden: [2], activation: 'tanh', rng: rng(1) });

  it('a conditioner of another width', () => {
    expect(() => imageCoupling({ split, keep: 'first', conditioner: conditioner(2), transformer })).toThrow(
      'conditioner gives θ of shape [1,4,4,2,2] for one row, but the affine transformer of 4 × 4 × 1 dimensions needs [1,4,4,1,2]',
    );
  });

  it('a rescaled tanh over anything but shift and scale', () => {
    const three = rescaledTanh({ conditioner: conditioner(1, 3), channels: 1 });
    expect(() => imageCoupling({ split, keep: 'first', conditioner: three, transformer })).toThrow(
      'must give θ [n, …, 2]',
    );
  });

  it('a level whose split divides other images', () => {
    const map = squeeze([4, 4, 2]) as Bijection<Tensor4D>;
    expect(() => multiScale([{ map }, { map, noise: { split, half: 'first' } }])).toThrow(
      'levels[1]: its split divides images of shape [4,4,2], but map takes [2,2,8]',
    );
  });

  it('a matrix that training made singular says so', () => {
    const layer = fullLinear({ dimensions: 2, rng: rng(1) });
    const x = tf.ones([1, 2]) as Tensor2D;
    layer.parameters[0]!.assign(
      tf.tensor2d([
        [1, 2],
        [2, 4],
      ]),
    );
    expect(() => layer.inverse(x)).toThrow('logAbsDeterminant: the matrix is singular');
    expect(() => layer.forward(x)).toThrow(RangeError);
  });
});
