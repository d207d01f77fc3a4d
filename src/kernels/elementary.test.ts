import { describe, expect, it } from 'vitest';
import { normals, rng } from '#numerics';
import { testKernels } from '../../tests/support/kernels.ts';
import { arena } from './arena.ts';

const kernels = await testKernels();
const COUNT = 4096;

/** What kernel function number `which` makes of these numbers. */
function apply(which: number, values: ArrayLike<number>): Float32Array {
  const room = arena();
  const [source, target] = [room.numbers(COUNT), room.numbers(COUNT)];
  const memory = room.memory();
  const run = kernels.start(memory);
  new Float32Array(memory.buffer, source, COUNT).set(values);
  run.elementwise(which, source, target, COUNT);
  return new Float32Array(memory.buffer, target, values.length).slice();
}

/** Numbers of every size within [low, high]: evenly spread, and dense around 0. */
function spread(low: number, high: number): Float32Array {
  const far = Float32Array.from({ length: COUNT / 2 }, (_, i) => low + ((high - low) * (i + 0.5)) / (COUNT / 2));
  const near = normals(rng(1, 'near 0'), COUNT / 2).map((value) => Math.min(high, Math.max(low, value)));
  return Float32Array.from([...far, ...near]);
}

const softplus = (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const functions = [
  { name: 'exp', truth: Math.exp, points: spread(-103, 88.7), ulps: 1 },
  { name: 'log', truth: Math.log, points: spread(-87, 88).map((power) => Math.exp(power)), ulps: 1 },
  { name: 'tanh', truth: Math.tanh, points: spread(-12, 12), ulps: 2 },
  { name: 'sigmoid', truth: (x: number) => 1 / (1 + Math.exp(-x)), points: spread(-87, 30), ulps: 3 },
  { name: 'softplus', truth: softplus, points: spread(-87, 60), ulps: 3 },
];

describe.each(functions.map((row, which) => ({ ...row, which })))('$name', ({ name, which, truth, points, ulps }) => {
  it(`is within ${ulps} units in the last place of float64`, () => {
    const values = apply(which, points);
    let worst = 0;
    points.forEach((x, i) => {
      const exact = truth(x);
      // Below 2⁻¹²⁶ numbers are subnormal and their last place is 2⁻¹⁴⁹.
      const unit = 2 ** (Math.max(-126, Math.floor(Math.log2(Math.abs(exact)))) - 23);
      if (exact !== 0) worst = Math.max(worst, Math.abs(values[i]! - exact) / unit);
    });
    expect(worst).toBeLessThanOrEqual(ulps);
  });

  it('has the limits of the real function, and NaN for NaN', () => {
    const at = [NaN, Infinity, -Infinity, 0];
    const limits: Record<string, number[]> = {
      exp: [NaN, Infinity, 0, 1],
      log: [NaN, Infinity, NaN, -Infinity],
      tanh: [NaN, 1, -1, 0],
      sigmoid: [NaN, 1, 0, 0.5],
      softplus: [NaN, Infinity, 0, Math.fround(Math.LN2)],
    };
    expect([...apply(which, at)]).toEqual(limits[name]);
  });
});
