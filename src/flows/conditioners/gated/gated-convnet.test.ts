import { describe, expect, it } from 'vitest';
import * as tf from '#tf';
import type { Tensor, Tensor2D, Tensor4D } from '#tf';
import { normals, rng } from '#numerics';
import { perturb } from '../../laws/perturb.ts';
import { concatElu } from './concat-elu.ts';
import { gatedConvnet } from './gated-convnet.ts';
import type { GatedConvnetOptions } from './gated-convnet.ts';
import { layerNorm } from './layer-norm.ts';
import { selfAttention } from './self-attention.ts';

const [n, height, width, channels] = [2, 2, 3, 4];
const shape: [number, number, number, number] = [n, height, width, channels];
const image = (seed = 1, of = shape) => tf.tensor(normals(rng(seed), of[0] * of[1] * of[2] * of[3]), of) as Tensor4D;
const sizes: GatedConvnetOptions = {
  shape: [2, 3, 4],
  channels: 2,
  paramsPerDim: 3,
  filters: 4,
  blocks: 2,
  heads: 2,
  rng: rng(5),
};
const perturbed = <T extends { parameters: readonly tf.Variable[] }>(part: T): T => {
  perturb(part.parameters, rng(7));
  return part;
};
const rowsOf = (tensor: Tensor, columns: number): number[][] => {
  const values = tensor.dataSync<'float32'>();
  return Array.from({ length: values.length / columns }, (_, row) => [
    ...values.slice(row * columns, (row + 1) * columns),
  ]);
};
const largestGap = (ours: Tensor, truth: number[]) =>
  Math.max(...[...ours.dataSync<'float32'>()].map((value, i) => Math.abs(value - truth[i]!)));
const dot = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

describe('parts of the gated convnet, against plain loops in float64', () => {
  it('concat-ELU', () => {
    const elu = (value: number) => (value > 0 ? value : Math.expm1(value));
    const truth = rowsOf(image(), channels).flatMap((row) => [...row.map(elu), ...row.map((value) => elu(-value))]);
    expect(largestGap(concatElu(image()), truth)).toBeLessThan(1e-6);
  });

  it('layer normalization', () => {
    const norm = perturbed(layerNorm(channels));
    const [gain, bias] = norm.parameters.map((parameter) => [...parameter.dataSync<'float32'>()]);
    const truth = rowsOf(image(), channels).flatMap((row) => {
      const mean = row.reduce((sum, value) => sum + value, 0) / channels;
      const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / channels;
      return row.map((value, c) => ((value - mean) / Math.sqrt(variance + 1e-5)) * gain![c]! + bias![c]!);
    });
    expect(largestGap(norm.apply(image()), truth)).toBeLessThan(1e-5);
  });

  it.each([1, 2, 4])('self-attention with %d heads', (heads) => {
    const attention = perturbed(selfAttention({ height, width, channels, heads, rng: rng(3) }));
    const [place, ...rest] = attention.parameters;
    const linear = (which: number) => {
      const weights = rowsOf(tf.transpose(rest[2 * which]! as Tensor as Tensor2D), channels);
      const bias = rest[2 * which + 1]!.dataSync<'float32'>();
      return (row: number[]) => weights.map((column, i) => dot(column, row) + bias[i]!);
    };
    const [query, key, value, result, gate] = [0, 1, 2, 3, 4].map(linear);
    const pixels = height * width;
    const size = channels / heads;
    const places = rowsOf(place!, channels);
    const rows = rowsOf(image(), channels).map((row, i) => row.map((entry, c) => entry + places[i % pixels]![c]!));
    const truth = rows.flatMap((row, i) => {
      const own = rows.slice(i - (i % pixels), i - (i % pixels) + pixels);
      const heard = Array.from({ length: heads }, (_, head) => {
        const part = (all: number[]) => all.slice(head * size, (head + 1) * size);
        const weights = own.map((other) => Math.exp(dot(part(query!(row)), part(key!(other))) / Math.sqrt(size)));
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        return Array.from({ length: size }, (_unused, c) =>
          own.reduce((sum, other, j) => sum + (weights[j]! / total) * part(value!(other))[c]!, 0),
        );
      }).flat();
      const gates = gate!(heard);
      return result!(heard).map((entry, c) => entry / (1 + Math.exp(-gates[c]!)));
    });
    expect(largestGap(attention.apply(image()), truth)).toBeLessThan(1e-5);
  });
});

describe('the gated convnet', () => {
  it('gives θ for every entry that is moved, 0 at the start', () => {
    const theta = gatedConvnet(sizes).theta(image());
    expect(theta.shape).toEqual([2, 2, 3, 2, 3]);
    expect(tf.max(tf.abs(theta)).dataSync()[0]).toBe(0);
  });

  it('lets every pixel read every other', () => {
    const net = perturbed(gatedConvnet({ ...sizes, shape: [5, 5, 1], blocks: 1 }));
    const first = (x: Tensor) => tf.sum(tf.slice(net.theta(x), [0, 0, 0, 0, 0], [1, 1, 1, 2, 3]));
    const gradient = tf
      .grad(first)(image(2, [1, 5, 5, 1]))
      .dataSync<'float32'>();
    // A 3 × 3 convolution three layers deep would not reach the far corner.
    expect(gradient.every((slope) => slope !== 0)).toBe(true);
  });

  it('has the gradients of its finite differences', () => {
    const net = perturbed(gatedConvnet({ ...sizes, blocks: 1 }));
    const weights = normals(rng(9), 2 * 2 * 3 * 2 * 3);
    const loss = () => tf.mean(tf.mul(net.theta(image()), tf.tensor(weights, [2, 2, 3, 2, 3]))) as tf.Scalar;
    const { grads } = tf.tidy(() => tf.variableGrads(loss, [...net.parameters]));
    for (const parameter of net.parameters) {
      const original = parameter.dataSync<'float32'>().slice();
      const h = 0.01;
      const shifted = (by: number) =>
        tf.tidy(() => {
          parameter.assign(
            tf.tensor(
              original.map((entry, i) => entry + (i === 1 ? by : 0)),
              parameter.shape,
            ),
          );
          return loss().dataSync()[0]!;
        });
      const slope = (shifted(h) - shifted(-h)) / (2 * h);
      shifted(0);
      // Float32: h = 0.01 leaves errors of order h² and 1e-7/h.
      expect(Math.abs(slope - grads[parameter.name]!.dataSync()[1]!)).toBeLessThan(1e-3);
    }
  });

  it('reads a vector at every pixel, or an image pixel by pixel', () => {
    const near = (contextLayout: 'vector' | 'image', contextDimensions: number) => {
      const net = perturbed(gatedConvnet({ ...sizes, contextDimensions, contextLayout }));
      const context = (value: number) => tf.fill([n, contextDimensions], value) as Tensor2D;
      const gap = tf.sub(net.theta(image(), context(1)), net.theta(image(), context(-1)));
      expect(tf.max(tf.abs(gap)).dataSync()[0]).toBeGreaterThan(0.01);
      expect(() => net.theta(image())).toThrow('gatedConvnet: context must be a tensor');
    };
    near('vector', 5);
    near('image', 12);
  });

  it.each<[string, Partial<GatedConvnetOptions>, string]>([
    ['heads that do not divide the filters', { heads: 3 }, 'selfAttention: heads must divide the 4 channels, got 3'],
    ['no heads', { heads: 0 }, 'gatedConvnet: heads must be a whole number ≥ 1, got 0'],
    ['no blocks', { blocks: 0 }, 'gatedConvnet: blocks'],
    ['half a filter', { filters: 2.5 }, 'gatedConvnet: filters must be a whole number ≥ 1, got 2.5'],
    ['a shape of two numbers', { shape: [4, 4] as never }, 'gatedConvnet: shape must be [height, width, channels]'],
    [
      'a context image with part of a channel',
      { contextDimensions: 7, contextLayout: 'image' },
      'must be a multiple of the 6 pixels that are read, got 7',
    ],
    [
      'a context of no layout',
      { contextDimensions: 6, contextLayout: 'round' as never },
      'gatedConvnet: contextLayout must be vector or image, got "round"',
    ],
  ])('refuses %s', (_, wrong, message) => {
    expect(() => gatedConvnet({ ...sizes, ...wrong })).toThrow(RangeError);
    expect(() => gatedConvnet({ ...sizes, ...wrong })).toThrow(message);
  });
});
