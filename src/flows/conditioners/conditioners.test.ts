import { describe, expect, it } from 'vitest';
import * as tf from '#tf';
import type { Tensor2D } from '#tf';
import { normals, rng } from '#numerics';
import { perturb } from '../laws/perturb.ts';
import type { Conditioner } from '../types.ts';
import { made, residualMade } from './made.ts';
import { mlp } from './mlp.ts';
import { residualMlp } from './residual-mlp.ts';

const rows = 4;
const c = 2;
const d = 3;
const points = (width: number, seed: number) => tf.tensor2d(normals(rng(seed), rows * width), [rows, width]);
const order = [2, 0, 1];
const common = { paramsPerDim: 2, activation: 'tanh', rng: rng(1) } as const;
const nets: Record<string, (contextDimensions: number) => Conditioner> = {
  mlp: (contextDimensions) => mlp({ ...common, dimensions: d, hidden: [5, 4], contextDimensions }),
  residualMlp: (contextDimensions) => residualMlp({ ...common, dimensions: d, width: 5, blocks: 2, contextDimensions }),
  made: (contextDimensions) => made({ ...common, order, hidden: [6, 6], contextDimensions }),
  residualMade: (contextDimensions) => residualMade({ ...common, order, width: 6, blocks: 1, contextDimensions }),
};

/** A dense layer with plain loops in float64: h W + b. */
function affine(h: number[][], [weights, bias]: [tf.Variable, tf.Variable]): number[][] {
  const [w, b] = [weights.dataSync(), bias.dataSync()];
  return h.map((row) => [...b].map((start, j) => row.reduce((sum, x, i) => sum + x * w[i * b.length + j]!, start)));
}
const tanh = (h: number[][]) => h.map((row) => row.map(Math.tanh));
const pairs = ({ parameters }: Conditioner) =>
  Array.from({ length: parameters.length / 2 }, (_, i) => [parameters[2 * i]!, parameters[2 * i + 1]!] as const).map(
    ([weights, bias]): [tf.Variable, tf.Variable] => [weights, bias],
  );

describe.each(Object.entries(nets))('%s', (name, build) => {
  it('starts at θ = 0, so that a flow starts as the identity', () => {
    const theta = build(c).theta(points(d, 2), points(c, 3));
    expect(theta.shape).toEqual([rows, d, 2]);
    expect(theta.dataSync().every((value) => value === 0)).toBe(true);
  });

  it('reads its context: θ of every dimension changes with it', () => {
    const net = build(c);
    perturb(net.parameters, rng(5));
    const x = points(d, 2);
    const [one, other] = [3, 4].map((seed) => net.theta(x, points(c, seed)).dataSync());
    expect(one!.every((value, i) => value !== other![i])).toBe(true);
  });

  it('without context ignores the one it is given', () => {
    const net = build(0);
    perturb(net.parameters, rng(5));
    const x = points(d, 2);
    expect(net.theta(x, points(c, 3)).dataSync()).toEqual(net.theta(x).dataSync());
  });

  it('refuses a context that is missing or of another shape', () => {
    const net = build(c);
    expect(() => net.theta(points(d, 2))).toThrow(`${name}: context must be a tensor [n, 2], got none`);
    expect(() => net.theta(points(d, 2), points(3, 3))).toThrow(`${name}: context must have shape [4,2], got [4,3]`);
    expect(() => build(-1)).toThrow(`${name}: contextDimensions must be a whole number ≥ 1, got -1`);
  });
});

describe('the formula, with plain loops', () => {
  const x = points(d, 2);
  const close = (theta: tf.Tensor, expected: number[][]) =>
    theta.dataSync().forEach((value, i) => expect(value).toBeCloseTo(expected.flat()[i]!, 5));

  it('of the mlp with context', () => {
    const net = nets['mlp']!(c);
    perturb(net.parameters, rng(6));
    const context = points(c, 3);
    const [first, second, last] = pairs(net);
    const input = (tf.concat([x, context], 1) as Tensor2D).arraySync();
    close(net.theta(x, context), affine(tanh(affine(tanh(affine(input, first!)), second!)), last!));
  });

  it('of the residual mlp', () => {
    const net = nets['residualMlp']!(0);
    perturb(net.parameters, rng(6));
    const [first, a, b, e, f, last] = pairs(net);
    let h = affine(x.arraySync(), first!);
    for (const [narrow, wide] of [
      [a!, b!],
      [e!, f!],
    ] as const) {
      const branch = affine(tanh(affine(tanh(h), narrow)), wide);
      h = h.map((row, i) => row.map((value, j) => value + branch[i]![j]!));
    }
    close(net.theta(x), affine(h, last!));
  });
});

describe('what describes no net is refused', () => {
  it.each<[string, () => unknown, string]>([
    ['no block', () => residualMlp({ ...common, dimensions: 2, width: 3, blocks: 0 }), 'residualMlp: blocks'],
    ['no width', () => residualMade({ ...common, order, width: 0, blocks: 1 }), 'residualMade: width'],
    ['too few activations', () => made({ ...common, order, hidden: [3, 3], activation: ['relu'] }), 'each of the 2'],
    [
      'an unknown activation',
      () => made({ ...common, order, hidden: [3], activation: 'gelu' as 'relu' }),
      'made: activation must be one of relu, tanh, got gelu',
    ],
    ['no permutation', () => made({ ...common, order: [1, 2], hidden: [3] }), 'order must hold each of 0 … n − 1'],
  ])('%s', (_name, build, message) => {
    expect(build).toThrow(RangeError);
    expect(build).toThrow(message);
  });
});
