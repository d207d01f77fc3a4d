import { describe, expect, it } from 'vitest';
import * as tf from '#tf';
import { normals, rng } from '#numerics';
import type { Transformer } from '../types.ts';
import { linearSpline } from './linear-spline.ts';
import { quadraticSpline } from './quadratic-spline.ts';
import { rationalQuadraticSpline } from './rational-quadratic-spline.ts';
import { binOf } from './spline-bins.ts';

const interval = [-2, 1.5] as const;
const splines: { kind: string; spline: Transformer }[] = [
  { kind: 'linear', spline: linearSpline({ bins: 4, interval }) },
  { kind: 'quadratic', spline: quadraticSpline({ bins: 4, interval }) },
  { kind: 'quadratic with free ends', spline: quadraticSpline({ bins: 4, interval, ends: 'free' }) },
  { kind: 'quadratic of two bins', spline: quadraticSpline({ bins: 2, interval }) },
  { kind: 'rational-quadratic', spline: rationalQuadraticSpline({ bins: 4, interval }) },
  { kind: 'rational-quadratic with free ends', spline: rationalQuadraticSpline({ bins: 4, interval, ends: 'free' }) },
  { kind: 'rational-quadratic of one bin', spline: rationalQuadraticSpline({ bins: 1, interval }) },
];

describe.each(splines)('the $kind spline', ({ spline }) => {
  const p = spline.paramsPerDim;
  const curve = (z: number[], theta: Float32Array = normals(rng(1), p)) => {
    const each = tf.tensor(
      Float32Array.from({ length: z.length * p }, (_, at) => theta[at % p]!),
      [z.length, 1, p],
    );
    const { x, logSlope } = spline.forward(tf.tensor2d(z, [z.length, 1]), each);
    return { x: [...x.dataSync()], logSlope: [...logSlope.dataSync()] };
  };

  it('is the identity where θ = 0', () => {
    const z = [-3, -2, -1.1, 0, 0.4, 1.5, 4];
    const { x, logSlope } = curve(z, new Float32Array(p));
    z.forEach((value, i) => {
      expect(x[i]).toBeCloseTo(value, 5);
      expect(logSlope[i]).toBeCloseTo(0, 5);
    });
  });

  it('is the identity outside its interval, however far, and meets it at the ends', () => {
    const { x, logSlope } = curve([-1e6, -2.5, -2, 1.5, 1.6, 1e6]);
    [-1e6, -2.5, -2, 1.5, 1.6, 1e6].forEach((value, i) => expect(x[i]).toBeCloseTo(value, 5));
    expect(Math.max(...[0, 1, 4, 5].map((i) => Math.abs(logSlope[i]!)))).toBe(0);
  });

  it('rises, and its log-slope is the logarithm of how fast', () => {
    // Off the knots of a linear spline a chord of 2h is its slope; of the smooth ones, to order h².
    const z = Array.from({ length: 30 }, (_, i) => -1.97 + 0.117 * i);
    const h = 2e-3;
    const [below, at, above] = [-h, 0, h].map((by) => curve(z.map((value) => value + by))) as [
      ReturnType<typeof curve>,
      ReturnType<typeof curve>,
      ReturnType<typeof curve>,
    ];
    z.forEach((_, i) => {
      const slope = (above.x[i]! - below.x[i]!) / (2 * h);
      expect(slope).toBeGreaterThan(0);
      expect(Math.abs(Math.exp(at.logSlope[i]!) - slope)).toBeLessThan(5e-3 * Math.max(1, slope));
    });
  });
});

it('a quadratic spline meets its linear tails with slope 1, unless its ends count as in nflows', () => {
  const logSlopeAtEnds = (spline: Transformer) => {
    const theta = tf.tensor(normals(rng(4), 2 * spline.paramsPerDim), [2, 1, spline.paramsPerDim]);
    const { logSlope } = spline.forward(tf.tensor2d([-2 + 1e-6, 1.5 - 1e-6], [2, 1]), theta);
    return Math.max(...logSlope.dataSync().map(Math.abs));
  };
  expect(logSlopeAtEnds(quadraticSpline({ bins: 4, interval }))).toBeLessThan(1e-5);
  expect(logSlopeAtEnds(quadraticSpline({ bins: 4, interval, endWeight: 0.25 }))).toBeGreaterThan(1e-2);
});

it('every value has exactly one bin, knots and strangers included', () => {
  const edges = tf.tensor2d(
    [-1, 0, 2].flatMap((edge) => Array<number>(6).fill(edge)),
    [3, 6],
  );
  const bins = binOf(tf.tensor2d([[-5, -1, -0.5, 0, 1, 9]]), edges).arraySync();
  expect(bins).toEqual([
    [1, 1, 1, 1, 0, 0],
    [0, 0, 0, 0, 1, 0],
    [0, 0, 0, 0, 0, 1],
  ]);
});

describe('knots that could not increase are refused', () => {
  it.each([
    [() => linearSpline({ bins: 0 }), 'linearSpline: bins must be a whole number ≥ 1, got 0'],
    [() => linearSpline({ bins: 3, interval: [1, 1] }), 'interval must be [left, right] with finite left < right'],
    [() => linearSpline({ bins: 5, minHeight: 0.2 }), 'minHeight × bins below 1'],
    [() => quadraticSpline({ bins: 1 }), 'quadraticSpline: bins must be ≥ 2 with linear ends, got 1'],
    [() => quadraticSpline({ bins: 3, minSlope: 0 }), 'minSlope must be in (0, 1), got 0'],
    [() => quadraticSpline({ bins: 3, endWeight: 0 }), 'endWeight must be a finite number > 0, got 0'],
    [() => rationalQuadraticSpline({ bins: 2, interval: [NaN, 1] }), 'got [NaN, 1]'],
    [() => rationalQuadraticSpline({ bins: 10, minWidth: 0.1 }), 'minWidth × bins below 1'],
    [() => rationalQuadraticSpline({ bins: 3, minHeight: -1 }), 'minHeight must be ≥ 0'],
    [() => rationalQuadraticSpline({ bins: 3, minSlope: 1 }), 'minSlope must be in (0, 1), got 1'],
    [() => rationalQuadraticSpline({ bins: 3, gain: 0 }), 'gain must be a finite number > 0, got 0'],
  ])('%s', (build, message) => {
    expect(build).toThrow(RangeError);
    expect(build).toThrow(message);
  });
});
