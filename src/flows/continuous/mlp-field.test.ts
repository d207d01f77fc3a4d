import { describe, expect, it } from 'vitest';
import * as tf from '#tf';
import type { Tensor1D, Tensor2D } from '#tf';
import { normals, rng } from '#numerics';
import { jacobian } from '../jacobian.ts';
import { perturb } from '../laws/perturb.ts';
import { mlpField } from './mlp-field.ts';
import type { MlpFieldOptions } from './mlp-field.ts';

const n = 5;
const draw = (width: number, label: string) => tf.tensor2d(normals(rng(7, label), n * width), [n, width]);

function field(options: Partial<MlpFieldOptions>) {
  const made = mlpField({
    dimensions: 3,
    hidden: [4, 5],
    layer: 'concat-squash',
    activation: 'tanh',
    rng: rng(1),
    ...options,
  });
  perturb(made.parameters, rng(2), 0.7);
  return made;
}

const cases = (['ignore', 'concat', 'concat-squash'] as const).flatMap((layer) =>
  (['tanh', 'softplus'] as const).flatMap((activation) =>
    [[], [4], [4, 5], [4, 5, 6], [3, 4, 5, 4]].flatMap((hidden) =>
      [1, 3].map((dimensions) => ({ layer, activation, hidden, dimensions })),
    ),
  ),
);

describe.each(cases)('a field of $layer layers, $activation, hidden $hidden, d = $dimensions', (options) => {
  // One time for all, a time for every row, and both with a context: the divergence takes different ways.
  const ways: [string, number | number[], number][] = [
    ['one time', 0.3, 0],
    ['times by row', [0, 0.2, 0.5, 0.9, 1.1], 0],
    ['one time, context', 0.3, 2],
    ['times by row, context', [0, 0.2, 0.5, 0.9, 1.1], 2],
  ];
  it.each(ways)('has the tangent and divergence of its autodiff Jacobian: %s', (_name, times, width) => {
    tf.tidy(() => {
      const v = field({ ...options, contextDimensions: width });
      const t = typeof times === 'number' ? times : (tf.tensor1d(times) as Tensor1D);
      const context = width > 0 ? draw(width, 'context') : undefined;
      const [z, tangent] = [draw(options.dimensions, 'z'), draw(options.dimensions, 'tangent')];
      const whole = jacobian({ forward: (at) => ({ x: v.velocity(at, t, context), logDet: tf.zeros([n]) }) }, z);
      const rows = tf.unstack(whole, 0) as Tensor2D[];
      const column = tf.unstack(tangent, 0).map((row) => tf.reshape(row, [options.dimensions, 1]) as Tensor2D);
      const jv = tf.stack(rows.map((row, i) => tf.reshape(tf.matMul(row, column[i]!), [options.dimensions])));
      const trace = rows.map((row) =>
        row.dataSync<'float32'>().reduce((sum, x, at) => sum + (at % (options.dimensions + 1) ? 0 : x), 0),
      );

      const ours = v.velocityAndTangent(z, t, tangent, context);
      const { div, ...divergence } = v.velocityAndDivergence(z, t, context);
      // Sums of a dozen products of order 10 in float32.
      expect(tf.max(tf.abs(tf.sub(ours.jv, jv))).dataSync()[0]).toBeLessThan(2e-5);
      div.dataSync().forEach((value, i) => expect(Math.abs(value - trace[i]!)).toBeLessThan(2e-5));
      for (const { v: velocity } of [ours, divergence]) {
        expect(velocity.dataSync()).toEqual(v.velocity(z, t, context).dataSync());
      }
      if (options.hidden.length > 0) expect(Math.max(...trace.map(Math.abs))).toBeGreaterThan(1e-3);
    });
  });

  it('says the same of one time as of that time in every row', () => {
    tf.tidy(() => {
      const v = field(options);
      const z = draw(options.dimensions, 'z');
      const byRow = v.velocityAndDivergence(z, tf.tensor1d(new Array<number>(n).fill(0.4)));
      const shared = v.velocityAndDivergence(z, 0.4);
      expect(tf.max(tf.abs(tf.sub(byRow.v, shared.v))).dataSync()[0]).toBeLessThan(1e-5);
      expect(tf.max(tf.abs(tf.sub(byRow.div, shared.div))).dataSync()[0]).toBeLessThan(2e-5);
    });
  });
});

describe('mlpField', () => {
  it('starts at 0 everywhere', () => {
    for (const layer of ['ignore', 'concat', 'concat-squash'] as const) {
      const v = mlpField({ dimensions: 2, hidden: [4], layer, activation: 'tanh', rng: rng(1) });
      const { v: velocity, div } = v.velocityAndDivergence(tf.tensor2d([1, 2, 3, 4], [2, 2]), 0.7);
      expect([...velocity.dataSync(), ...div.dataSync()].every((value) => value === 0)).toBe(true);
    }
  });

  it('reads time in concat and concat-squash layers only', () => {
    const moves = (layer: MlpFieldOptions['layer']) => {
      const v = field({ layer });
      const z = draw(3, 'z');
      return tf.max(tf.abs(tf.sub(v.velocity(z, 0), v.velocity(z, 1)))).dataSync()[0]!;
    };
    expect(moves('ignore')).toBe(0);
    expect(moves('concat')).toBeGreaterThan(0.05);
    expect(moves('concat-squash')).toBeGreaterThan(0.05);
  });

  it('refuses what makes no field, and a context of another shape', () => {
    const make = (options: object) => () => field(options);
    expect(make({ dimensions: 0 })).toThrow('mlpField: dimensions must be a whole number ≥ 1, got 0');
    expect(make({ hidden: [4, -1] })).toThrow('mlpField: hidden[1] must be a whole number ≥ 1, got -1');
    expect(make({ layer: 'squash' })).toThrow(
      'mlpField: layer must be one of ignore, concat, concat-squash, got squash',
    );
    expect(make({ activation: 'relu' })).toThrow('mlpField: activation must be one of tanh, softplus, got relu');
    const reads = field({ contextDimensions: 2 });
    expect(() => reads.velocity(draw(3, 'z'), 0)).toThrow(TypeError);
    expect(() => reads.velocity(draw(3, 'z'), 0, draw(1, 'c'))).toThrow('context must have shape [5,2], got [5,1]');
  });
});
