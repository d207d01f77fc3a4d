import { describe, expect, it } from 'vitest';
import {
  SolverFailed,
  dopri5,
  dormandPrinceError,
  dormandPrinceStep,
  euler,
  float64Space,
  midpoint,
  rk4,
  threeEighths,
} from '../index.ts';
import type { Slope, Solver } from '../index.ts';

/** A turning spiral whose pull changes with time: y(t) = r(t)·(cos 2t, sin 2t) with r = exp(sin t − t/2). */
const spiral: Slope<Float64Array> = (t, [a, b]: Float64Array) => {
  const growth = Math.cos(t) - 0.5;
  return Float64Array.of(growth * a! - 2 * b!, growth * b! + 2 * a!);
};
const truth = (t: number) => {
  const r = Math.exp(Math.sin(t) - t / 2);
  return [r * Math.cos(2 * t), r * Math.sin(2 * t)];
};
const start = Float64Array.of(1, 0);
const errorAt = (y: Float64Array, t: number) => Math.max(...truth(t).map((value, i) => Math.abs(value - y[i]!)));
const solved = (solver: Solver, times = [0, 1.5]) => solver.solve(float64Space, spiral, start, times);

const methods = { euler, midpoint, rk4, threeEighths };
type Method = keyof typeof methods;
const orders: Record<Method, number> = { euler: 1, midpoint: 2, rk4: 4, threeEighths: 4 };

describe.each(Object.keys(methods) as Method[])('%s', (name) => {
  const make = (steps: number) => methods[name]({ steps });
  const order = orders[name];

  it('has the order it says: half the step, 2^−order of the error', () => {
    expect(make(1).order).toBe(order);
    const errors = [64, 128].map((steps) => errorAt(solved(make(steps)).states[1]!, 1.5));
    expect(Math.log2(errors[0]! / errors[1]!)).toBeCloseTo(order, 0.5);
  });

  it('asks for the slope as often as it says', () => {
    const { evaluations } = solved(make(5));
    expect(evaluations).toBe(make(5).evaluations);
  });

  it('goes back with an error of at least its order, and not exactly', () => {
    const gap = (steps: number) => {
      const end = solved(make(steps)).states[1]!;
      const back = make(steps).solve(float64Space, spiral, end, [1.5, 0]).states[1]!;
      return Math.max(...back.map((value, i) => Math.abs(value - start[i]!)));
    };
    expect(gap(64)).toBeGreaterThan(1e-12);
    expect(Math.log2(gap(64) / gap(128))).toBeGreaterThan(order - 0.3);
  });

  it('gives times between its steps to the order of a cubic', () => {
    const times = [0, 0.31, 0.32, 0.75, 1.1, 1.5];
    const errors = [40, 80].map((steps) => {
      const { states } = solved(make(steps), times);
      expect(states).toHaveLength(times.length);
      return Math.max(...states.map((state, i) => errorAt(state, times[i]!)));
    });
    expect(Math.log2(errors[0]! / errors[1]!)).toBeGreaterThan(order - 0.4);
  });

  it('does a leg again, bit for bit', () => {
    const { legs, states } = solved(make(4));
    const redone = legs.map((leg) => make(4).redo(float64Space, spiral, leg));
    expect(redone.slice(0, -1)).toEqual(legs.slice(1).map((leg) => leg.start));
    expect(redone.at(-1)).toEqual(states[1]);
  });

  it.each([0, -1, 1.5, NaN])('refuses %s steps', (steps) => {
    expect(() => make(steps)).toThrow(/steps must be a whole number ≥ 1, got/);
  });
});

describe('dopri5', () => {
  it('one step errs by O(h⁶), its dense output by O(h⁵), its estimate like the step of order 4', () => {
    const at = (h: number) => {
      const step = dormandPrinceStep(float64Space, spiral, { t: 0, h }, start);
      const halfway = dopri5().redo(float64Space, spiral, { t: 0, h, to: h / 3, start });
      const estimate = dormandPrinceError(float64Space, step, h, 'textbook');
      return [errorAt(step.end, h), errorAt(halfway, h / 3), Math.abs(estimate[0]!)];
    };
    const [coarse, fine] = [at(0.2), at(0.1)];
    const rates = coarse.map((error, i) => Math.log2(error / fine[i]!));
    [6, 5, 5].forEach((order, i) => expect(Math.abs(rates[i]! - order)).toBeLessThan(0.5));
  });

  it("Shampine's estimate is two thirds of the textbook's", () => {
    const step = dormandPrinceStep(float64Space, spiral, { t: 0, h: 0.1 }, start);
    const [ours, textbook] = (['shampine', 'textbook'] as const).map((estimate) =>
      dormandPrinceError(float64Space, step, 0.1, estimate),
    );
    ours!.forEach((value, i) => expect(value / textbook![i]!).toBeCloseTo(2 / 3, 6));
  });

  it.each([1e-4, 1e-7, 1e-10])('keeps its error near the tolerance %s, up and down in time', (tolerance) => {
    const solver = dopri5({ relative: tolerance, absolute: tolerance });
    const { states, legs, evaluations } = solved(solver);
    expect(errorAt(states[1]!, 1.5)).toBeLessThan(10 * tolerance);
    expect(evaluations).toBeGreaterThanOrEqual(2 + 6 * legs.length);
    const back = solver.solve(float64Space, spiral, Float64Array.from(truth(1.5)), [1.5, 0.7, 0]);
    expect(errorAt(back.states[1]!, 0.7)).toBeLessThan(20 * tolerance);
    expect(errorAt(back.states[2]!, 0)).toBeLessThan(20 * tolerance);
  });

  it('takes more steps for less error', () => {
    const counts = [1e-3, 1e-6, 1e-9].map(
      (tolerance) => solved(dopri5({ relative: tolerance, absolute: tolerance })).evaluations,
    );
    expect(counts[1]).toBeGreaterThan(counts[0]!);
    expect(counts[2]).toBeGreaterThan(counts[1]!);
  });

  it('does its legs again, bit for bit; the last is read before its end', () => {
    const { legs, states } = solved(dopri5());
    const redone = legs.map((leg) => dopri5().redo(float64Space, spiral, leg));
    redone.slice(0, -1).forEach((state, i) => expect(state).toEqual(legs[i + 1]!.start));
    expect(redone.at(-1)).toEqual(states[1]);
    expect(legs.at(-1)!.to).toBe(1.5);
  });

  it('says so when it cannot go on', () => {
    const fails = (slope: Slope<Float64Array>, options = {}) => {
      const run = () => dopri5(options).solve(float64Space, slope, Float64Array.of(1), [0, 2]);
      expect(run).toThrow(SolverFailed);
      return expect(run);
    };
    fails((t, [y]: Float64Array) => Float64Array.of(50 * Math.cos(50 * t) * y!), { maxSteps: 5 }).toThrow(
      /5 steps were not enough .* it stands at 0\.\d+/,
    );
    // y = 1/(1 − t) leaves every bound at t = 1.
    fails((_t, [y]: Float64Array) => Float64Array.of(y! * y!)).toThrow(/has shrunk to|no longer finite|not enough/);
    fails((_t, [y]: Float64Array) => Float64Array.of(Math.sqrt(0.5 - y!))).toThrow('the slope at t = 0 is not finite');
  });

  it.each([
    [{ relative: 0 }, 'relative must be a finite number > 0, got 0'],
    [{ absolute: -1e-3 }, 'absolute must be a finite number > 0, got -0.001'],
    [{ relative: NaN }, 'relative must be a finite number > 0, got NaN'],
    [{ firstStep: 0 }, 'firstStep must be'],
    [{ maxSteps: 0 }, 'maxSteps must be a whole number ≥ 1, got 0'],
    [{ errorEstimate: 'bold' as 'textbook' }, 'errorEstimate must be one of textbook, shampine, got bold'],
  ])('refuses %o', (options, message) => {
    expect(() => dopri5(options)).toThrow(message);
  });
});

it.each([[[0]], [[0, 1, 0.5]], [[1, 1]], [[0, NaN]]])('times %j are refused', (times) => {
  for (const solver of [rk4({ steps: 2 }), dopri5()]) {
    expect(() => solver.solve(float64Space, spiral, start, times)).toThrow(RangeError);
  }
});
