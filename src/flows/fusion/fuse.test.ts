import { describe, expect, it } from 'vitest';
import * as tf from '#tf';
import { normals, rng } from '#numerics';
import { testKernels } from '../../../tests/support/kernels.ts';
import { buildFlow } from '../build.ts';
import { adam } from '../fitting/adam.ts';
import { fit } from '../fitting/fit.ts';
import { parameterCount } from '../fitting/parameter-vector.ts';
import { couplingPattern } from '../laws/bijection-laws.ts';
import * as laws from '../laws.ts';
import type { FlowSpec, LayerSpec, MaskedConditionerSpec, TransformerSpec } from '../spec.ts';
import { loadWeights, saveWeights } from '../weights.ts';
import { fuse } from './fuse.ts';

const kernels = await testKernels();
const actnorm = (dimensions: number): LayerSpec => ({ kind: 'actnorm', dimensions });
const coupling = (mask: number[], rest: Partial<Extract<LayerSpec, { kind: 'coupling' }>> = {}): LayerSpec => ({
  kind: 'coupling',
  mask,
  transformer: { kind: 'affine', scale: { kind: 'tanh', bound: 2 } },
  conditioner: { kind: 'mlp', hidden: [7, 6], activation: 'tanh' },
  ...rest,
});
const flowOf = (dimensions: number, ...layers: LayerSpec[]): FlowSpec => ({
  base: { kind: 'standard-normal', dimensions },
  layers,
});
const built = (spec: FlowSpec, seed = 3, size = 0.5) => {
  const flow = buildFlow(spec, rng(seed, 'weights'));
  laws.perturb(flow.parameters, rng(seed, 'perturbation'), size);
  return flow;
};
const pointsOf = (rows: number, d: number) => tf.tensor2d(normals(rng(6, 'points'), rows * d), [rows, d]);
const tolerance = 1e-4;

type Case = {
  name: string;
  spec: FlowSpec;
  pattern?: number[][];
  preservesVolume?: boolean;
  /** The only direction that is fused. */
  only?: 'scoring' | 'sampling';
};
const spline = (ends: 'linear' | 'free'): TransformerSpec => ({
  kind: 'rational-quadratic-spline',
  bins: 5,
  interval: [-3, 3],
  ends,
});
const masked: MaskedConditionerSpec = { kind: 'made', hidden: [9, 8], activation: 'tanh' };

const cases: Case[] = [
  { name: 'affine coupling', spec: flowOf(3, coupling([1, 0, 0])), pattern: couplingPattern([1, 0, 0]) },
  {
    name: 'affine coupling, soft clip',
    spec: flowOf(3, coupling([0, 1, 0], { transformer: { kind: 'affine', scale: { kind: 'soft-clip', bound: 3 } } })),
  },
  {
    name: 'additive coupling',
    spec: flowOf(3, coupling([0, 1, 1], { transformer: { kind: 'additive' } })),
    preservesVolume: true,
  },
  { name: 'inverted coupling', spec: flowOf(2, { kind: 'invert', of: coupling([0, 1]) }) },
  { name: 'permutation', spec: flowOf(3, { kind: 'permutation', order: [2, 0, 1] }), preservesVolume: true },
  { name: 'actnorm', spec: flowOf(3, actnorm(3)) },
  { name: 'LU', spec: flowOf(3, { kind: 'lu-linear', dimensions: 3 }) },
  { name: 'PLU', spec: flowOf(3, { kind: 'plu-linear', order: [2, 0, 1], signs: [1, -1, 1] }) },
  {
    name: 'spline coupling, linear ends',
    spec: flowOf(3, coupling([1, 0, 0], { transformer: spline('linear') })),
    pattern: couplingPattern([1, 0, 0]),
  },
  { name: 'spline coupling, free ends', spec: flowOf(2, coupling([0, 1], { transformer: spline('free') })) },
  {
    name: 'residual coupling',
    spec: flowOf(
      3,
      coupling([0, 1, 0], { conditioner: { kind: 'residual-mlp', width: 9, blocks: 2, activation: 'tanh' } }),
    ),
  },
  { name: 'planar', spec: flowOf(3, { kind: 'planar', dimensions: 3 }), only: 'sampling' },
  {
    name: 'planar, leaky',
    spec: flowOf(2, { kind: 'planar', dimensions: 2, activation: { kind: 'leaky-relu', slope: 0.2 } }),
    only: 'sampling',
  },
  { name: 'radial', spec: flowOf(3, { kind: 'radial', dimensions: 3 }), only: 'sampling' },
  {
    name: 'mixture coupling',
    spec: flowOf(2, coupling([1, 0], { transformer: { kind: 'logistic-mixture', components: 3 } })),
    only: 'scoring',
  },
  {
    name: 'masked autoregressive',
    spec: flowOf(3, {
      kind: 'autoregressive',
      order: [2, 0, 1],
      transformer: { kind: 'affine', scale: { kind: 'tanh', bound: 2 } },
      conditioner: masked,
    }),
    pattern: laws.autoregressivePattern([2, 0, 1]),
    only: 'scoring',
  },
  {
    name: 'a stack',
    spec: flowOf(2, coupling([1, 0]), { kind: 'permutation', order: [1, 0] }, coupling([1, 0]), actnorm(2)),
  },
];

describe.each(cases)('fused $name', ({ name, spec, pattern, preservesVolume = false, only }) => {
  const d = spec.base.dimensions;
  const prepared = () => ({ f: fuse(built(spec, 8), kernels).bijection, z: pointsOf(11, d) });

  it(`runs in the kernels ${only ?? 'in both directions'}`, () => {
    const { scoring, sampling } = fuse(built(spec), kernels).fusion;
    expect({ scoring: scoring.fused, sampling: sampling.fused }).toEqual({
      scoring: only !== 'sampling',
      sampling: only !== 'scoring',
    });
  });

  it('keeps the laws of a bijection', () => {
    const { f, z } = prepared();
    const size = laws.logDetSize(f, z);
    if (preservesVolume) expect(size).toBe(0);
    else expect(size).toBeGreaterThan(0.1);
    expect(laws.roundTrip(f, z)).toBeLessThan(tolerance);
    expect(laws.inverseLogDet(f, z)).toBeLessThan(tolerance);
    expect(laws.logDetAgainstAutodiff(f, z)).toBeLessThan(tolerance);
    expect(laws.batchIndependence(f, z)).toBeLessThan(1e-6);
    if (pattern) expect(laws.jacobianZeros(f, z, pattern)).toBe(0);
    expect(laws.leakedTensors(() => tf.dispose([f.forward(z), f.inverse(z)]))).toBe(0);
  });

  it('has the trace of the plain flow, layer by layer', () => {
    const plain = built(spec);
    const fused = fuse(plain, kernels);
    const x = pointsOf(70, d);
    tf.tidy(() => {
      const expected = plain.bijection.traceInverse(x);
      const expectedThere = plain.bijection.trace(x);
      fused.bijection.traceInverse(x).forEach(({ z, logDet }, i) => {
        expect(largest(tf.sub(z, expected[i]!.z)), `${name} ${i}`).toBeLessThan(tolerance);
        expect(largest(tf.sub(logDet, expected[i]!.logDet))).toBeLessThan(tolerance);
      });
      fused.bijection.trace(x).forEach(({ x: out }, i) => {
        expect(largest(tf.sub(out, expectedThere[i]!.x))).toBeLessThan(tolerance);
      });
    });
  });
});

describe('a fused flow', () => {
  const spec = flowOf(2, coupling([1, 0]), coupling([0, 1]), actnorm(2));

  it('has a density that sums to 1, and samples that its own score agrees with', () => {
    const flow = fuse(built(spec, 3, 0.25), kernels);
    const grid = { x: [-14, 14] as [number, number], y: [-14, 14] as [number, number], columns: 256, rows: 256 };
    expect(laws.integral(flow, grid)).toBeCloseTo(1, 2);
    const { x, logProb } = flow.sampleAndLogProb(100, rng(2));
    expect(largest(tf.sub(flow.logProb(x), logProb))).toBeLessThan(tolerance);
    expect(flow.sample(100, rng(2)).dataSync()).toEqual(x.dataSync());
  });

  it('starts its layers from data as the plain one does', () => {
    const between = flowOf(2, actnorm(2), coupling([1, 0]), actnorm(2), coupling([0, 1]));
    const [plain, other] = [built(between), built(between)];
    const fused = fuse(other, kernels);
    const x = pointsOf(80, 2);
    const expected = plain.bijection.initialise!(x);
    const found = fused.bijection.initialise!(x);
    expect(largest(tf.sub(found.z, expected.z))).toBeLessThan(tolerance);
    plain.parameters.forEach((parameter, i) => {
      expect(largest(tf.sub(fused.parameters[i]!, parameter))).toBeLessThan(1e-5);
    });
    expect(fused.bijection.state!.map((flag) => flag.dataSync()[0])).toEqual([1, 1]);
    expect(laws.leakedTensors(() => tf.dispose(fused.bijection.initialise!(x)))).toBe(0);
  });

  it('shares parameters and weights format with the plain one', () => {
    const [plain, other] = [built(spec, 1), built(spec, 2)];
    const fused = fuse(other, kernels);
    loadWeights(fused, saveWeights(plain));
    expect(saveWeights(other)).toEqual(saveWeights(plain));
    const x = pointsOf(30, 2);
    expect(largest(tf.sub(fused.logProb(x), plain.logProb(x)))).toBeLessThan(1e-5);
  });

  it('gives a batch the same bits as its shards, whatever the number of runs', () => {
    const flow = fuse(built(spec), kernels);
    const x = pointsOf(2500, 2);
    const whole = flow.logProb(x).dataSync();
    const parts = [tf.slice(x, [0, 0], [1000, 2]), tf.slice(x, [1000, 0], [1500, 2])];
    expect(parts.flatMap((part) => [...flow.logProb(part).dataSync()])).toEqual([...whole]);
  });

  it('pulls back losses that weigh rows unequally', () => {
    const plain = built(spec);
    const fused = fuse(plain, kernels);
    const x = pointsOf(90, 2);
    const weights = tf.tensor1d(normals(rng(4), 90));
    const gradientOf = (logProb: typeof plain.logProb) => {
      const { grads } = tf.variableGrads(() => tf.sum(tf.mul(logProb(x), weights)), [...plain.parameters]);
      return plain.parameters.map(({ name }) => grads[name]!);
    };
    const expected = gradientOf(plain.logProb);
    gradientOf(fused.logProb).forEach((gradient, i) => {
      expect(largest(tf.sub(gradient, expected[i]!))).toBeLessThan(1e-4 * Math.max(1, largest(expected[i]!)));
    });
  });

  it('has the NLL and gradient of autodiff without it, bit for bit', () => {
    const fused = fuse(built(spec), kernels);
    // 128 rows: to divide by a power of two is exact, before the sums or after them.
    const x = pointsOf(128, 2);
    const { value, grads } = tf.variableGrads(() => tf.neg(tf.mean(fused.logProb(x))), [...fused.parameters]);
    const gradient = new Float32Array(parameterCount(fused.parameters));
    const loss = fused.nllAndGradient!(x, gradient);
    expect(Math.abs(loss - value.dataSync()[0]!)).toBeLessThan(1e-6);
    // + 0, because −1/n times 0 is −0.
    const expected = fused.parameters.flatMap(({ name }) => [...grads[name]!.dataSync()]);
    expect(Array.from(gradient, (value) => value + 0)).toEqual(expected.map((value) => value + 0));
  });

  it('trains to the loss of the plain one', async () => {
    const losses = async (kind: 'plain' | 'fused') => {
      const plain = buildFlow(spec, rng(3, 'weights'));
      const flow = kind === 'fused' ? fuse(plain, kernels) : plain;
      const size = parameterCount(flow.parameters);
      const optimiser = adam({ size, ...(kind === 'fused' && { kernels }) });
      const found: number[] = [];
      for await (const { loss } of fit(flow, () => pointsOf(100, 2), { steps: 5, optimiser })) found.push(loss);
      return found;
    };
    const [plain, fused] = [await losses('plain'), await losses('fused')];
    fused.forEach((loss, i) => expect(Math.abs(loss - plain[i]!)).toBeLessThan(1e-5));
    expect(fused[4]).toBeLessThan(fused[0]!);
  });

  it('says which layer keeps a direction from the kernels, and runs it as before', () => {
    const mixed = flowOf(2, coupling([1, 0]), { kind: 'householder', dimensions: 2, reflections: 1 });
    const plain = built(mixed);
    const flow = fuse(plain, kernels);
    expect(flow.fusion.scoring).toEqual({
      fused: false,
      layer: 1,
      kind: 'householder',
      reason: 'there is no kernel for this kind of layer',
    });
    expect(flow.logProb).toBe(plain.logProb);
    const maf = flowOf(2, {
      kind: 'autoregressive',
      order: [1, 0],
      transformer: { kind: 'additive' },
      conditioner: { kind: 'made', hidden: [4], activation: 'relu' },
    });
    const oneWay = fuse(built(maf), kernels);
    expect(oneWay.fusion.scoring).toEqual({ fused: true });
    expect(oneWay.fusion.sampling).toMatchObject({ fused: false, layer: 0 });
    expect(laws.roundTrip(oneWay.bijection, pointsOf(20, 2))).toBeLessThan(tolerance);
  });

  it('refuses points of another width', () => {
    expect(() => fuse(built(spec), kernels).logProb(pointsOf(3, 3))).toThrow('points must have shape [n,2], got [3,3]');
  });
});

describe('adam in the kernels', () => {
  it('gives the bits of the plain one', () => {
    const size = 1003;
    const [plain, fused] = [normals(rng(1), size), normals(rng(1), size)].map((theta) => Float32Array.from(theta));
    const [a, b] = [adam({ size }), adam({ size, kernels })];
    for (let step = 1; step <= 20; step++) {
      const gradient = Float32Array.from(normals(rng(step, 'gradient'), size));
      a.update(plain!, gradient, 0.01);
      b.update(fused!, gradient, 0.01);
    }
    expect(fused).toEqual(plain);
    expect(b.save()).toEqual(a.save());
  });
});

const largest = (tensor: tf.Tensor): number => tf.tidy(() => tf.max(tf.abs(tensor)).dataSync()[0]!);
