import { describe, expect, it, vi } from 'vitest';
import * as tf from '#tf';
import { normals, rng } from '#numerics';
import type { Grid } from '#numerics';
import { buildFlow } from '../build.ts';
import { flow } from '../flow.ts';
import { standardNormal } from '../distributions/standard-normal.ts';
import { iaf, maf } from '../recipes/maf.ts';
import type { FlowSpec } from '../spec.ts';
import { integral, sameSeedSameBits, saveLoadExact } from './flow-laws.ts';
import { lawTable } from './law-table.ts';
import { perturb } from './perturb.ts';

// Sums over 65,536 points through splines: a second, and more where the machine is slow.
vi.setConfig({ testTimeout: 60_000 });

const spec: FlowSpec = {
  base: { kind: 'standard-normal', dimensions: 2 },
  layers: [
    {
      kind: 'coupling',
      mask: [1, 0],
      transformer: { kind: 'affine', scale: { kind: 'tanh', bound: 1 } },
      conditioner: { kind: 'mlp', hidden: [8], activation: 'tanh' },
    },
    { kind: 'lu-linear', dimensions: 2 },
    {
      kind: 'invert',
      of: {
        kind: 'coupling',
        mask: [0, 1],
        transformer: { kind: 'additive' },
        conditioner: { kind: 'mlp', hidden: [5, 6], activation: 'relu' },
      },
    },
    { kind: 'permutation', order: [1, 0] },
    { kind: 'actnorm', dimensions: 2 },
  ],
};
const build = (seed: number) => {
  const built = buildFlow(spec, rng(seed, 'weights'));
  perturb(built.parameters, rng(seed, 'perturbation'), 0.3);
  return built;
};

const wholePlane = lawTable.filter(({ dimensions, onto = true }) => dimensions === 2 && onto);
describe.each(wholePlane)('∫p under $name', (row) => {
  it('is 1: the density is a density', () => {
    const { build: make, cells = 256 } = row;
    const f = make();
    // Half the usual perturbation keeps practically all mass inside the box; the sum over cells is exact to far below 1e-3.
    perturb(f.parameters, rng(8, 'perturbation'), 0.25);
    const grid: Grid = { x: [-14, 14], y: [-14, 14], columns: cells, rows: cells };
    expect(integral(flow(standardNormal(2), f), grid)).toBeCloseTo(1, 2);
  });
});

describe('a flow built from JSON', () => {
  it('has a density that sums to 1', () => {
    expect(
      integral(build(3), {
        x: [-16, 16],
        y: [-16, 16],
        columns: 512,
        rows: 512,
      }),
    ).toBeCloseTo(1, 2);
  });

  it.each(['maf', 'iaf'] as const)('with context (%s) has a density that sums to 1 for each context', (recipe) => {
    const options = { dimensions: 2, layers: 2, hidden: [8], context: 1 };
    const conditional = buildFlow(recipe === 'maf' ? maf(options) : iaf(options), rng(5));
    // Little enough that neither direction carries mass out of the box.
    perturb(conditional.parameters, rng(6), 0.1);
    const densities = [-1, 2].map((value) => ({
      ...conditional,
      logProb: (x: tf.Tensor2D) => conditional.logProb(x, tf.fill([x.shape[0], 1], value) as tf.Tensor2D),
    }));
    for (const density of densities) {
      expect(integral(density, { x: [-12, 12], y: [-12, 12], columns: 160, rows: 160 })).toBeCloseTo(1, 2);
    }
    const at = tf.tensor2d([[0.3, -0.2]]);
    const [one, other] = densities.map(({ logProb }) => logProb(at).dataSync()[0]!);
    expect(Math.abs(one! - other!)).toBeGreaterThan(0.01);
  });

  it('is the same, byte for byte, from the same seed; and another from another', () => {
    expect(sameSeedSameBits(() => build(4))).toBe(0);
    let seed = 0;
    expect(sameSeedSameBits(() => build(seed++))).toBeGreaterThan(0);
  });

  it('is loaded exactly as it was saved, log-densities included', () => {
    const [saved, other] = [build(1), build(2)];
    const x = tf.tensor2d(normals(rng(9), 40), [20, 2]);
    saved.bijection.state![0]!.assign(tf.ones([1]));
    expect(saved.logProb(x).dataSync()).not.toEqual(other.logProb(x).dataSync());
    expect(saveLoadExact(saved, other)).toBe(0);
    expect(saved.logProb(x).dataSync()).toEqual(other.logProb(x).dataSync());
  });
});
