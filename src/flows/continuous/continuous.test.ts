import { describe, expect, it } from 'vitest';
import * as tf from '#tf';
import type { Tensor2D } from '#tf';
import { SolverFailed, dopri5, euler, midpoint, normals, rk4, rng, threeEighths } from '#numerics';
import type { Solver } from '#numerics';
import { buildFlow } from '../build.ts';
import { inverseLogDet, logDetAgainstAutodiff, roundTrip, sameSeedSameBits } from '../laws.ts';
import { perturb } from '../laws/perturb.ts';
import { ffjord } from '../recipes/ffjord.ts';
import type { FlowSpec } from '../spec.ts';
import type { VectorField } from '../types.ts';
import { continuous } from './continuous.ts';
import type { ContinuousOptions } from './continuous.ts';
import { mlpField } from './mlp-field.ts';
import { drawProbe } from './trace.ts';

const points = (n: number, d = 2) => tf.tensor2d(normals(rng(6, 'points'), n * d), [n, d]);

function field(dimensions = 2, hidden = [6, 5]) {
  const made = mlpField({ dimensions, hidden, layer: 'concat-squash', activation: 'tanh', rng: rng(1) });
  perturb(made.parameters, rng(3), 1.2);
  return made;
}
const make = (solver: Solver, rest: Partial<ContinuousOptions> = {}) => continuous({ field: field(), solver, ...rest });

const methods = { euler, midpoint, rk4, threeEighths };
// Coarse enough for the error to stand above float32 after three halvings, fine enough for its leading term.
const steps: Record<keyof typeof methods, number> = { euler: 4, midpoint: 4, rk4: 2, threeEighths: 2 };

describe.each(Object.keys(methods) as (keyof typeof methods)[])('a continuous flow by %s', (name) => {
  const { order } = methods[name]({ steps: 1 });
  const shrinks = (violation: (steps: number) => number) => {
    const [coarse, fine] = [violation(steps[name]), violation(8 * steps[name])];
    expect(fine).toBeGreaterThan(1e-6);
    expect(Math.log2(coarse / fine) / 3).toBeGreaterThan(order - 0.8);
  };

  it('has the log-det of its own map, as autodiff sees it, up to its order', () => {
    shrinks((count) => logDetAgainstAutodiff(make(methods[name]({ steps: count })), points(40)));
  });

  it('goes back to where it came from up to its order, not exactly', () => {
    shrinks((count) => roundTrip(make(methods[name]({ steps: count })), points(40)));
  });

  it('has log-dets that cancel up to its order', () => {
    shrinks((count) => inverseLogDet(make(methods[name]({ steps: count })), points(40)));
  });
});

it('Euler’s steps miss their start by far more than rounding, where those of order 4 do not', () => {
  expect(roundTrip(make(euler({ steps: 20 })), points(40))).toBeGreaterThan(1e-2);
  expect(roundTrip(make(rk4({ steps: 20 })), points(40))).toBeLessThan(1e-4);
});

describe('mistakes turn a law red', () => {
  const solver = rk4({ steps: 20 });
  const broken = (change: Partial<VectorField>) => continuous({ field: { ...field(), ...change }, solver });
  const right = field();

  it('a divergence of the wrong sign', () => {
    const flow = broken({
      velocityAndDivergence: (z, t) => {
        const { v, div } = right.velocityAndDivergence(z, t);
        return { v, div: tf.neg(div) };
      },
    });
    expect(logDetAgainstAutodiff(flow, points(40))).toBeGreaterThan(0.1);
    expect(roundTrip(flow, points(40))).toBeLessThan(1e-4);
  });

  it('a way back at the times of the way there', () => {
    const there = continuous({ field: right, solver });
    const hasty = continuous({
      field: { ...right, velocityAndDivergence: (z, t) => right.velocityAndDivergence(z, 1 - Number(t)) },
      solver,
    });
    expect(roundTrip({ ...there, inverse: hasty.inverse }, points(40))).toBeGreaterThan(0.1);
  });
});

describe('adaptive steps', () => {
  const adaptive = (tolerance: number) => make(dopri5({ relative: tolerance, absolute: tolerance }));

  it.each([1e-3, 1e-5, 1e-6])('keep every law to about the tolerance %s', (tolerance) => {
    const flow = adaptive(tolerance);
    // The tolerance is for the root mean square of one step's error: the worst row's is larger, and grows along its way.
    const allowed = 150 * tolerance + 2e-5;
    const z = points(40);
    for (const law of [roundTrip, inverseLogDet, logDetAgainstAutodiff]) expect(law(flow, z)).toBeLessThan(allowed);
    const exact = make(rk4({ steps: 100 })).forward(z);
    const ours = flow.forward(z);
    expect(tf.max(tf.abs(tf.sub(ours.x, exact.x))).dataSync()[0]).toBeLessThan(allowed);
    expect(tf.max(tf.abs(tf.sub(ours.logDet, exact.logDet))).dataSync()[0]).toBeLessThan(allowed);
  });

  it('fail with a sentence, not with numbers', () => {
    const flow = make(dopri5({ maxSteps: 2, relative: 1e-6, absolute: 1e-6 }));
    expect(() => flow.inverse(points(4))).toThrow(SolverFailed);
    expect(() => flow.inverse(tf.fill([2, 2], NaN))).toThrow('is not finite');
  });
});

describe('a trajectory', () => {
  it.each<[string, Solver, number]>([
    ['rk4', rk4({ steps: 20 }), 4e-5],
    ['dopri5', dopri5({ relative: 1e-6, absolute: 1e-6 }), 4e-5],
  ])('by %s passes where shorter flows end, both ways', (_name, solver, tolerance) => {
    const [z, times] = [points(6), [0, 0.25, 0.6, 1]];
    const flow = make(solver);
    const { states, evaluations } = flow.trajectory(z, times);
    expect(evaluations).toBeGreaterThan(12);
    states.slice(1).forEach(({ points: at, logDet }, i) => {
      const part = make(rk4({ steps: 50 }), { interval: [0, times[i + 1]!] }).forward(z);
      expect(tf.max(tf.abs(tf.sub(at, part.x))).dataSync()[0]).toBeLessThan(tolerance);
      expect(tf.max(tf.abs(tf.sub(logDet, part.logDet))).dataSync()[0]).toBeLessThan(tolerance);
    });
    const back = flow.trajectory(states.at(-1)!.points, times.toReversed()).states.at(-1)!;
    expect(tf.max(tf.abs(tf.sub(back.points, z))).dataSync()[0]).toBeLessThan(tolerance);
  });
});

describe('Hutchinson’s estimate', () => {
  const d = 4;
  const exact = () => continuous({ field: field(d), solver: rk4({ steps: 6 }) });
  const probed = (probe: Tensor2D) =>
    continuous({ field: field(d), solver: rk4({ steps: 6 }), trace: { kind: 'hutchinson', probe } });

  it.each(['gaussian', 'rademacher'] as const)('is right on average over %s probes', (kind) => {
    const draws = 4000;
    const z = tf.tile(points(1, d), [draws, 1]);
    const { x, logDet } = probed(drawProbe(kind, [draws, d], rng(2))).forward(z);
    const values = logDet.dataSync<'float32'>();
    const truth = exact().forward(points(1, d));
    const mean = values.reduce((sum, value) => sum + value, 0) / draws;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (draws - 1);
    expect(variance).toBeGreaterThan(1e-3);
    expect(Math.abs(mean - truth.logDet.dataSync()[0]!)).toBeLessThan(4 * Math.sqrt(variance / draws));
    expect(tf.max(tf.abs(tf.sub(x, truth.x))).dataSync()[0]).toBeLessThan(1e-5);
  });

  it('with one probe there and back cancels', () => {
    expect(inverseLogDet(probed(drawProbe('gaussian', [7, d], rng(2))), points(7, d))).toBeLessThan(1e-3);
  });

  it('has probes of mean 0 and variance 1, and −1 or 1 in every entry of a Rademacher probe', () => {
    for (const kind of ['gaussian', 'rademacher'] as const) {
      const values = drawProbe(kind, [4000, 2], rng(5)).dataSync<'float32'>();
      const mean = values.reduce((sum, value) => sum + value, 0) / 8000;
      const square = values.reduce((sum, value) => sum + value * value, 0) / 8000;
      expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(8000));
      expect(Math.abs(square - 1)).toBeLessThan(4 * Math.sqrt(2 / 8000));
      if (kind === 'rademacher') expect(new Set(values)).toEqual(new Set([-1, 1]));
    }
  });

  it('stands in the flow to train, a new probe for each solution; the score is exact', () => {
    const source = { kind: 'hutchinson', probe: 'rademacher', rng: rng(4) } as const;
    const flow = continuous({ field: field(d), solver: rk4({ steps: 6 }), trace: source });
    const z = points(5, d);
    expect(flow.forward(z).logDet.dataSync()).toEqual(exact().forward(z).logDet.dataSync());
    const [first, second] = [flow.training!.forward(z), flow.training!.forward(z)].map(({ logDet }) =>
      logDet.dataSync(),
    );
    expect(first).not.toEqual(second);
    const again = continuous({ field: field(d), solver: rk4({ steps: 6 }), trace: source });
    expect(again.training!.forward(z).logDet.dataSync()).toEqual(first);
    // The count of solutions is state: it goes on from where saved weights stopped.
    expect([...flow.state![0]!.dataSync()]).toEqual([2]);
  });
});

describe('the recipe', () => {
  it('gives the same flow from the same seed, which starts as the identity up to the data’s mean and spread', () => {
    const spec = ffjord({ dimensions: 3, hidden: [8, 8], context: 2 });
    expect(sameSeedSameBits(() => buildFlow(spec, rng(5)))).toBe(0);
    const flow = buildFlow(spec, rng(5));
    const [x, context] = [points(5, 3), points(5, 2)];
    expect(tf.max(tf.abs(tf.sub(flow.bijection.forward(x, context).x, x))).dataSync()[0]).toBe(0);
  });

  it.each<[unknown, string]>([
    [{ solver: { kind: 'rk4', steps: 0 } }, 'rk4: steps must be a whole number ≥ 1, got 0'],
    [{ solver: { kind: 'heun', steps: 2 } }, 'solver: kind must be one of euler, midpoint, rk4, three-eighths, dopri5'],
    [{ solver: { kind: 'dopri5', relative: 0 } }, 'dopri5: relative must be a finite number > 0, got 0'],
    [{ solver: { kind: 'dopri5', absolute: 1e-9 } }, 'tolerances below 1e-7 drown'],
    [{ trace: { kind: 'guess' } }, 'trace: kind must be one of exact, hutchinson'],
    [{ trace: { kind: 'hutchinson', probe: 'uniform' } }, 'probe must be one of gaussian, rademacher, got uniform'],
    [{ gradient: 'guess' }, 'gradient must be one of direct, checkpointed, adjoint, got guess'],
    [{ field: { kind: 'cnn' } }, 'field: kind must be one of mlp'],
    [{ field: { kind: 'mlp', layer: 'concat', hidden: [3], activation: 'relu' } }, 'activation must be one of tanh'],
    [{ dimensions: 0 }, 'mlpField: dimensions must be a whole number ≥ 1, got 0'],
    [{ dimensions: 5 }, 'has 3 dimensions'],
  ])('with %j is refused when it is built', (change, message) => {
    const spec = ffjord({ dimensions: 3, hidden: [4] });
    Object.assign(spec.layers[0]!, change);
    expect(() => buildFlow(spec as FlowSpec, rng(1))).toThrow(message);
  });

  it('an interval of no length and a probe of another width are refused', () => {
    expect(() => make(rk4({ steps: 2 }), { interval: [1, 1] })).toThrow('interval must be two different finite times');
    expect(() => make(rk4({ steps: 2 }), { interval: [0, NaN] })).toThrow(
      'interval must be two different finite times',
    );
    const probe = drawProbe('gaussian', [4, 3], rng(1));
    expect(() => make(rk4({ steps: 2 }), { trace: { kind: 'hutchinson', probe } })).toThrow(
      'the probe must have shape [n, 2] for this field, got [4,3]',
    );
  });
});
