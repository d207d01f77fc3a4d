import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mean } from '#numerics';
import { dataset } from './dataset.ts';
import type { DatasetSpec } from './types.ts';

const data = (file: string) => readFileSync(new URL(`../../tests/data/${file}`, import.meta.url));
const recorded = JSON.parse(data('heldout_2d.json').toString()) as Record<
  string,
  { sha256: string; true_nll_nats: number }
>;

describe('the true NLL of the peers’ held-out points is the one they found', () => {
  it.each<[string, DatasetSpec]>([
    ['heldout_moons_0.1_2000x2.f32.bin', { name: 'moons', noise: 0.1 }],
    ['heldout_moons_0.05_2000x2.f32.bin', { name: 'moons', noise: 0.05 }],
    ['heldout_ring8_r2_s0.2_2000x2.f32.bin', { name: 'eight-gaussians', noise: 0.2 }],
    ['heldout_checkerboard_2000x2.f32.bin', { name: 'checkerboard' }],
  ])('%s', (file, spec) => {
    const bytes = data(file);
    const { sha256, true_nll_nats: want } = recorded[file]!;
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
    const points = new Float32Array(new Uint8Array(bytes).buffer);
    expect(points).toHaveLength(4000);
    // Their points were scored as float64 before they were written as float32: 6e-8 a coordinate.
    expect(Math.abs(-mean(dataset(spec).logDensity(points)) - want)).toBeLessThan(1e-6);
  });
});

describe('the entropy is the one found in Python by quadrature, to its four decimals', () => {
  it.each<[DatasetSpec, number]>([
    [{ name: 'moons', noise: 0.05 }, 0.2892],
    [{ name: 'moons', noise: 0.1 }, 1.0076],
    [{ name: 'circles' }, 3.2681],
    [{ name: 'rings' }, 2.6232],
    [{ name: 'eight-gaussians', noise: 0.2 }, 1.6981],
    [{ name: 'checkerboard' }, Math.log(32)],
  ])('%o', (spec, want) => {
    expect(Math.abs(dataset(spec).floor.nats - want)).toBeLessThan(1e-4);
  });

  it('well-separated Gaussians have the entropy of one plus that of the choice', () => {
    const noise = 0.05;
    const want = Math.log(8) + 1 + Math.log(2 * Math.PI * noise ** 2);
    expect(dataset({ name: 'eight-gaussians', noise }).floor.nats).toBeCloseTo(want, 9);
  });
});
