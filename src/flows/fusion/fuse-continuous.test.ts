import { describe, expect, it } from 'vitest';
import * as tf from '#tf';
import { normals, rng } from '#numerics';
import { testKernels } from '../../../tests/support/kernels.ts';
import { buildFlow } from '../build.ts';
import type { ContinuousSpec, FieldSpec, SolverSpec } from '../continuous/spec.ts';
import * as laws from '../laws.ts';
import { ffjord } from '../recipes/ffjord.ts';
import type { FlowSpec, LayerSpec } from '../spec.ts';
import { loadWeights, saveWeights } from '../weights.ts';
import { fuse } from './fuse.ts';

const kernels = await testKernels();
const squash: FieldSpec = { kind: 'mlp', layer: 'concat-squash', hidden: [5, 4], activation: 'tanh' };
const continuous = (
  dimensions: number,
  solver: SolverSpec,
  field: Partial<FieldSpec> = {},
  rest: Partial<ContinuousSpec> = {},
): ContinuousSpec => ({ kind: 'continuous', dimensions, field: { ...squash, ...field }, solver, ...rest });
const flowOf = (dimensions: number, ...layers: LayerSpec[]): FlowSpec => ({
  base: { kind: 'standard-normal', dimensions },
  layers,
});
const built = (spec: FlowSpec, size = 0.5) => {
  const flow = buildFlow(spec, rng(3, 'weights'));
  // A field's last layer starts at 0.
  laws.perturb(flow.parameters, rng(3, 'perturbation'), size);
  return flow;
};
const pointsOf = (rows: number, d: number) => tf.tensor2d(normals(rng(6, 'points'), rows * d), [rows, d]);
const fine: SolverSpec = { kind: 'rk4', steps: 16 };

const specs: { name: string; spec: FlowSpec }[] = [
  { name: 'd = 1', spec: flowOf(1, continuous(1, fine)) },
  { name: 'd = 5, three eighths', spec: flowOf(5, continuous(5, { kind: 'three-eighths', steps: 16 })) },
  {
    name: 'softplus, time as input',
    spec: flowOf(2, continuous(2, fine, { layer: 'concat', activation: 'softplus' })),
  },
  { name: 'affine, without time', spec: flowOf(3, continuous(3, fine, { layer: 'ignore', hidden: [] })) },
  { name: 'four hidden layers', spec: flowOf(3, continuous(3, fine, { hidden: [4, 3, 3, 4] })) },
  { name: 'checkpointed', spec: flowOf(2, continuous(2, fine, {}, { gradient: 'checkpointed' })) },
  {
    name: 'two fields, one read backwards',
    spec: flowOf(
      2,
      continuous(2, fine),
      { kind: 'permutation', order: [1, 0] },
      { kind: 'invert', of: continuous(2, fine, { layer: 'concat' }) },
      { kind: 'actnorm', dimensions: 2 },
    ),
  },
];

describe.each(specs)('a fused continuous flow, $name', ({ spec }) => {
  const d = spec.base.dimensions;

  it('keeps the laws of a bijection', () => {
    const fused = fuse(built(spec), kernels);
    expect(fused.fusion).toEqual({ scoring: { fused: true }, sampling: { fused: true } });
    const [f, z] = [fused.bijection, pointsOf(11, d)];
    expect(laws.logDetSize(f, z)).toBeGreaterThan(0.01);
    // The error of sixteen steps of order 4 is below.
    expect(laws.roundTrip(f, z)).toBeLessThan(1e-4);
    expect(laws.inverseLogDet(f, z)).toBeLessThan(1e-4);
    expect(laws.logDetAgainstAutodiff(f, z)).toBeLessThan(1e-4);
    expect(laws.batchIndependence(f, z)).toBe(0);
    expect(laws.leakedTensors(() => tf.dispose([f.forward(z), f.inverse(z)]))).toBe(0);
  });
});

const solvers = (['euler', 'midpoint', 'rk4', 'three-eighths'] as const).map((kind) => ({ kind, steps: 3 }));
const against = solvers.map((solver) => ({ name: solver.kind, spec: flowOf(2, continuous(2, solver)) }));

describe.each([...against, ...specs])('a fused continuous flow, $name, beside the plain one', ({ spec }) => {
  const d = spec.base.dimensions;

  it('has its scores, samples and log-dets', () => {
    const plain = built(spec);
    const fused = fuse(plain, kernels);
    const x = pointsOf(90, d);
    tf.tidy(() => {
      expect(apart(fused.logProb(x), plain.logProb(x))).toBeLessThan(1e-5);
      const [pushed, expected] = [fused.bijection.forward(x), plain.bijection.forward(x)];
      expect(apart(pushed.x, expected.x)).toBeLessThan(1e-5);
      expect(apart(pushed.logDet, expected.logDet)).toBeLessThan(1e-5);
    });
  });

  it.each(['scoring', 'sampling'] as const)('has its gradients, %s', (direction) => {
    const plain = built(spec);
    const fused = fuse(plain, kernels);
    const x = tf.variable(pointsOf(90, d));
    const weights = tf.tensor1d(normals(rng(4), 90));
    const gradients = ({ bijection, logProb }: typeof plain) => {
      const { grads } = tf.variableGrads(() => {
        if (direction === 'scoring') return tf.sum(tf.mul(logProb(x), weights));
        const { x: y, logDet } = bijection.forward(x);
        return tf.add(tf.sum(tf.square(y)), tf.sum(tf.mul(logDet, weights)));
      }, [...plain.parameters, x]);
      return [...plain.parameters, x].map(({ name }) => grads[name]!);
    };
    const expected = gradients(plain);
    gradients(fused).forEach((gradient, i) => {
      expect(apart(gradient, expected[i]!)).toBeLessThan(1e-4 * Math.max(1, largest(expected[i]!)));
    });
    x.dispose();
  });
});

describe('the recipe ffjord, fused', () => {
  it('shares parameters and weights format with the plain one', () => {
    const spec = ffjord({ dimensions: 2, hidden: [16, 16, 16] });
    const [plain, other] = [built(spec, 0.2), built(spec, 0.4)];
    const fused = fuse(other, kernels);
    loadWeights(fused, saveWeights(plain));
    expect(fused.fusion.scoring).toEqual({ fused: true });
    const x = pointsOf(200, 2);
    expect(apart(fused.logProb(x), plain.logProb(x))).toBeLessThan(1e-5);
  });

  it.each<[string, Partial<Parameters<typeof ffjord>[0]>]>([
    ['its solver (dopri5)', { solver: { kind: 'dopri5' } }],
    ['reads a context', { context: 2 }],
    ['its trace (hutchinson)', { trace: { kind: 'hutchinson', probe: 'rademacher' } }],
    ['solves the adjoint equation', { gradient: 'adjoint' }],
  ])('says that %s keeps it from the kernels', (reason, options) => {
    const { fusion } = fuse(buildFlow(ffjord({ dimensions: 2, hidden: [4], ...options }), rng(1)), kernels);
    for (const direction of [fusion.scoring, fusion.sampling]) {
      expect(direction).toMatchObject({ fused: false, layer: 0, kind: 'continuous' });
      expect('reason' in direction && direction.reason).toContain(reason);
    }
  });
});

const largest = (tensor: tf.Tensor): number => tf.tidy(() => tf.max(tf.abs(tensor)).dataSync()[0]!);
const apart = (a: tf.Tensor, b: tf.Tensor): number => tf.tidy(() => largest(tf.sub(a, b)));
