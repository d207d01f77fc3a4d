import { describe, expect, it } from 'vitest';
import * as tf from '#tf';
import type { Tensor2D } from '#tf';
import { normals, rng } from '#numerics';
import { testKernels } from '../../../tests/support/kernels.ts';
import { buildFlow } from '../build.ts';
import type { ImageConditionerSpec, ImageLayerSpec } from '../images/specs.ts';
import * as laws from '../laws.ts';
import { glow } from '../recipes/glow.ts';
import type { GlowOptions } from '../recipes/glow.ts';
import type { FlowSpec, LayerSpec, TransformerSpec } from '../spec.ts';
import { loadWeights, saveWeights } from '../weights.ts';
import { fuse } from './fuse.ts';

const kernels = await testKernels();
const small = (options: Partial<GlowOptions> & Pick<GlowOptions, 'height' | 'width' | 'channels'>): FlowSpec =>
  glow({ levels: 1, depth: 2, hidden: [5, 6], activation: 'tanh', ...options });
const built = (spec: FlowSpec, seed = 3, size = 0.15) => {
  const flow = buildFlow(spec, rng(seed, 'weights'));
  laws.perturb(flow.parameters, rng(seed, 'perturbation'), size);
  return flow;
};
const pointsOf = (rows: number, d: number, seed = 6) => tf.tensor2d(normals(rng(seed, 'points'), rows * d), [rows, d]);

/** An image layer alone, between two reshapes. */
const alone = (layer: Exclude<ImageLayerSpec, { kind: 'multi-scale' | 'flatten' }>): FlowSpec => {
  const { shape } = layer;
  const taken = layer.kind === 'squeeze' ? ([shape[0] / 2, shape[1] / 2, 4 * shape[2]] as const) : shape;
  return {
    base: { kind: 'standard-normal', dimensions: shape[0] * shape[1] * shape[2] },
    layers: [{ kind: 'invert', of: { kind: 'flatten', shape: taken } }, layer, { kind: 'flatten', shape }],
  };
};
const convnet = (rest: Partial<Extract<ImageConditionerSpec, { kind: 'convnet' }>> = {}): ImageConditionerSpec => ({
  kind: 'convnet',
  hidden: [3, 4],
  activation: 'tanh',
  ...rest,
});
const coupling = (
  shape: [number, number, number],
  keep: 'first' | 'second',
  transformer: TransformerSpec,
  conditioner = convnet(),
) => alone({ kind: 'image-coupling', shape, split: 'channels', keep, transformer, conditioner });
const gate: TransformerSpec = { kind: 'shift-first-affine', scale: { kind: 'sigmoid-gate', shift: 1 } };
const actnorm: LayerSpec = { kind: 'actnorm', dimensions: 2 };

const rows: { name: string; spec: FlowSpec; preservesVolume?: boolean }[] = [
  { name: 'gate coupling', spec: coupling([4, 4, 2], 'first', gate) },
  { name: 'its inverse', spec: coupling([2, 4, 2], 'second', { kind: 'invert', of: gate }, convnet({ gain: 'none' })) },
  {
    name: 'soft clamp coupling with other kernels',
    spec: coupling(
      [3, 4, 4],
      'second',
      { kind: 'affine', scale: { kind: 'tanh', bound: 1 } },
      convnet({ hidden: [3], kernels: [1, 5] }),
    ),
  },
  {
    name: 'additive coupling',
    spec: coupling([2, 3, 4], 'second', { kind: 'additive' }, convnet({ hidden: [] })),
    preservesVolume: true,
  },
  {
    name: 'spline coupling',
    spec: coupling([2, 2, 2], 'first', { kind: 'rational-quadratic-spline', bins: 3, interval: [-3, 3] }),
  },
  { name: 'squeeze', spec: alone({ kind: 'squeeze', shape: [4, 6, 2] }), preservesVolume: true },
  { name: 'actnorm of channels', spec: alone({ kind: 'pixelwise', shape: [4, 4, 2], of: actnorm }) },
  { name: 'PLU 1 × 1 convolution', spec: alone({ kind: 'conv1x1', shape: [2, 4, 3], form: 'plu' }) },
  { name: 'Glow of one level', spec: small({ height: 4, width: 2, channels: 1 }) },
  { name: 'Glow of two levels', spec: small({ height: 4, width: 4, channels: 2, levels: 2, depth: 1 }) },
];

describe.each(rows)('fused $name', ({ spec, preservesVolume = false }) => {
  const d = spec.base.dimensions;

  it('keeps the laws of a bijection', () => {
    const flow = fuse(built(spec), kernels);
    expect(flow.fusion).toEqual({ scoring: { fused: true }, sampling: { fused: true } });
    const [f, z] = [flow.bijection, pointsOf(5, d)];
    if (preservesVolume) expect(laws.logDetSize(f, z)).toBe(0);
    else expect(laws.logDetSize(f, z)).toBeGreaterThan(0.1);
    expect(laws.roundTrip(f, z)).toBeLessThan(1e-4);
    expect(laws.inverseLogDet(f, z)).toBeLessThan(1e-4);
    expect(laws.logDetAgainstAutodiff(f, z)).toBeLessThan(1e-4);
    expect(laws.batchIndependence(f, z)).toBe(0);
    expect(laws.leakedTensors(() => tf.dispose([f.forward(z), f.inverse(z)]))).toBe(0);
  });

  it('agrees with the plain layers, both ways and in every slope', () => agree(spec, 5));
});

describe('fused flows of images', () => {
  it('agree with the plain ones at random sizes, activations, couplings and seeds', () => {
    for (let seed = 1; seed <= 12; seed++) {
      const draw = rng(seed, 'options');
      const one = <T>(values: readonly T[]): T => values[draw.integer(values.length)]!;
      const levels = one([1, 2]);
      const options: GlowOptions = {
        height: levels * one([2, 4]),
        width: levels * one([2, 4]),
        channels: one([1, 2, 3]),
        levels,
        depth: one([1, 2]),
        hidden: one([[], [3], [8, 8], [9, 17]]),
        activation: one(['relu', 'tanh'] as const),
        coupling: one(['additive', { kind: 'sigmoid-gate' }, { kind: 'tanh', bound: 2 }] as const),
      };
      agree(glow(options), seed, one([3, 64, 70]), undefined, 0.05);
    }
  });

  it('agree on pixels behind a logit, clipped ones among them', () => {
    const dimensions = 8;
    const preprocessing: LayerSpec[] = [{ kind: 'logit', dimensions, levels: 17, alpha: 0.01 }];
    const spec = small({ height: 2, width: 4, channels: 1, preprocessing });
    const pixels = Float32Array.from(normals(rng(4), 66 * dimensions), (value) => 8.5 + 4 * value);
    pixels.set([-0.2, 17.4]);
    agree(spec, 4, 66, tf.tensor2d(pixels, [66, dimensions]));
  });

  it('are fused whole at the size of the digits, both ways', () => {
    const preprocessing: LayerSpec[] = [{ kind: 'logit', dimensions: 64, levels: 17, alpha: 0.01 }];
    const sizes = { height: 8, width: 8, channels: 1, levels: 2, depth: 8, hidden: [64, 64] };
    const { fusion } = fuse(buildFlow(glow({ ...sizes, preprocessing }), rng(1)), kernels);
    expect(fusion).toEqual({ scoring: { fused: true }, sampling: { fused: true } });
  });

  it('take over weights with the fixed permutations and signs that belong to them', () => {
    const spec = small({ height: 4, width: 4, channels: 1, levels: 2 });
    const [plain, other] = [built(spec, 1), built(spec, 2)];
    const fused = fuse(other, kernels);
    const x = pointsOf(20, 16);
    expect(largest(tf.sub(fused.logProb(x), plain.logProb(x)))).toBeGreaterThan(0.1);
    loadWeights(fused, saveWeights(plain));
    expect(largest(tf.sub(fused.logProb(x), plain.logProb(x)))).toBeLessThan(1e-4);
  });

  it('leave to plain operations what has no kernel', () => {
    const reasons = [
      alone({ ...checkerboard, split: 'checkerboard' }),
      alone({ ...checkerboard, conditioner: { kind: 'gated-convnet', filters: 2, blocks: 1, heads: 1 } }),
      alone({ ...checkerboard, conditioner: { ...convnet(), context: 2 } as ImageConditionerSpec }),
      alone({ kind: 'conv1x1', shape: [2, 2, 2], form: 'full' }),
      alone({ kind: 'pixelwise', shape: [2, 2, 2], of: { kind: 'radial', dimensions: 2 } }),
    ].map((spec) => fuse(buildFlow(spec, rng(1)), kernels).fusion.scoring);
    expect(reasons.map((fusion) => fusion.fused || `${fusion.layer}: ${fusion.reason}`)).toEqual([
      '1: there is no kernel for its split (checkerboard)',
      '1: there is no kernel for its conditioner (gated-convnet)',
      '1: its conditioner reads a context',
      '1: there is no kernel for this form of its matrix (full)',
      '1: there is no kernel for radial at every pixel',
    ]);
  });
});

const checkerboard: Extract<ImageLayerSpec, { kind: 'image-coupling' }> = {
  kind: 'image-coupling',
  shape: [2, 2, 2],
  split: 'channels',
  keep: 'first',
  transformer: { kind: 'additive' },
  conditioner: convnet(),
};

/** Points, log-dets and all slopes of the plain flow; 1e-5 a dimension is what float32 sums of log-dets allow. */
function agree(spec: FlowSpec, seed: number, n = 66, given?: Tensor2D, size = 0.15): void {
  const d = spec.base.dimensions;
  const plain = built(spec, seed, size);
  const fused = fuse(plain, kernels);
  expect(fused.fusion.scoring).toEqual({ fused: true });
  const points = given ?? pointsOf(n, d, seed);
  tf.tidy(() => {
    const z = pointsOf(n, d, seed + 1);
    const [there, expected] = [fused.bijection.forward(z), plain.bijection.forward(z)];
    expect(largest(tf.sub(there.x, expected.x)) / Math.max(1, largest(expected.x))).toBeLessThan(1e-5);
    expect(largest(tf.sub(there.logDet, expected.logDet)) / Math.max(1, largest(expected.logDet))).toBeLessThan(1e-5);
    const [back, expectedBack] = [fused.bijection.inverse(points), plain.bijection.inverse(points)];
    expect(largest(tf.sub(back.z, expectedBack.z)) / Math.max(1, largest(expectedBack.z))).toBeLessThan(1e-5);
    const scores = plain.logProb(points);
    expect(largest(tf.sub(fused.logProb(points), scores)) / Math.max(d, largest(scores))).toBeLessThan(1e-5);
    const weights = tf.tensor1d(normals(rng(seed, 'weights'), n));
    const x = tf.variable(points);
    const slopesOf = ({ logProb }: typeof plain) =>
      tf.variableGrads(() => tf.div(tf.sum(tf.mul(logProb(x), weights)), n), [...plain.parameters, x]).grads;
    const [truths, found] = [slopesOf(plain), slopesOf(fused)];
    for (const { name, shape } of [...plain.parameters, x]) {
      const error = largest(tf.sub(found[name]!, truths[name]!)) / Math.max(1, largest(truths[name]!));
      expect(error, `slope of a parameter [${shape}]`).toBeLessThan(1e-4);
    }
    x.dispose();
  });
}

const largest = (tensor: tf.Tensor): number => tf.tidy(() => tf.max(tf.abs(tensor)).dataSync()[0]!);
