import { describe, expect, it } from 'vitest';
import * as tf from '#tf';
import type { Scalar, Tensor2D } from '#tf';
import { rng } from '#numerics';
import { leakedTensors } from '../laws/bijection-laws.ts';
import { perturb } from '../laws/perturb.ts';
import { categoricalAutoregressive } from './categorical-autoregressive.ts';

const options = { order: [1, 2, 0], categories: 3, hidden: [8], activation: 'tanh' } as const;

function perturbed() {
  const model = categoricalAutoregressive({ ...options, rng: rng(1) });
  perturb(model.parameters, rng(2), 1);
  return model;
}

/** All 3³ events, the last dimension fastest. */
const events = Array.from({ length: 27 }, (_, at) => [Math.floor(at / 9), Math.floor(at / 3) % 3, at % 3]);
const allEvents = (): Tensor2D => tf.tensor2d(events);
const probabilities = (model: ReturnType<typeof perturbed>) =>
  Float64Array.from(model.logProb(allEvents()).dataSync(), (value) => Math.exp(value));

describe('a categorical autoregressive model', () => {
  it('starts uniform: log P = −d ln k', () => {
    const logProb = categoricalAutoregressive({ ...options, rng: rng(1) })
      .logProb(allEvents())
      .dataSync();
    logProb.forEach((value) => expect(value).toBeCloseTo(-3 * Math.log(3), 5));
  });

  it('gives all events together probability 1', () => {
    const p = probabilities(perturbed());
    expect(Math.max(...p)).toBeGreaterThan(2 / 27);
    expect(p.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
  });

  it('draws events as often as it says', () => {
    const model = perturbed();
    const n = 20000;
    const p = probabilities(model);
    const counts = new Float64Array(27);
    const drawn = model.sample(n, rng(4)).dataSync();
    for (let row = 0; row < n; row++) {
      counts[drawn[3 * row]! * 9 + drawn[3 * row + 1]! * 3 + drawn[3 * row + 2]!]! += 1;
    }
    // χ² with 26 degrees of freedom exceeds 54.1 once in a thousand seeds.
    const chiSquare = counts.reduce((sum, count, i) => sum + (count - n * p[i]!) ** 2 / (n * p[i]!), 0);
    expect(chiSquare).toBeLessThan(54.1);
  });

  it('is the same from the same seed', () => {
    expect(perturbed().sample(50, rng(5)).dataSync()).toEqual(perturbed().sample(50, rng(5)).dataSync());
  });

  it('has the gradients of its finite differences', () => {
    const model = perturbed();
    const loss = () => tf.tidy(() => tf.neg<Scalar>(tf.mean(model.logProb(allEvents()))));
    const { grads } = tf.variableGrads(loss, [...model.parameters]);
    const h = 0.02;
    for (const variable of model.parameters) {
      const values = variable.dataSync().slice();
      grads[variable.name]!.dataSync().forEach((slope, at) => {
        const shifted = (by: number) => {
          variable.assign(
            tf.tensor(
              Float32Array.from(values, (v, i) => (i === at ? v + by : v)),
              variable.shape,
            ),
          );
          return loss().dataSync()[0]!;
        };
        expect((shifted(h) - shifted(-h)) / (2 * h)).toBeCloseTo(slope, 3);
      });
      variable.assign(tf.tensor(values, variable.shape));
    }
  });

  it('leaves no tensor behind', () => {
    const model = perturbed();
    const x = allEvents();
    expect(leakedTensors(() => tf.dispose([model.logProb(x), model.sample(4, rng(1))]))).toBe(0);
  });

  it.each<[string, () => unknown, string]>([
    [
      'one category',
      () => categoricalAutoregressive({ ...options, rng: rng(1), categories: 1 }),
      'categories must be ≥ 2, got 1',
    ],
    [
      'no permutation',
      () => categoricalAutoregressive({ ...options, rng: rng(1), order: [1] }),
      'order must hold each of 0',
    ],
    ['a value outside', () => perturbed().logProb(tf.tensor2d([[0, 1, 3]])), 'whole numbers 0 … 2, got 3'],
    ['a fraction', () => perturbed().logProb(tf.tensor2d([[0, 0.5, 1]])), 'got 0.5'],
    ['another width', () => perturbed().logProb(tf.tensor2d([[0, 1]])), 'x must have shape [n,3], got [1,2]'],
  ])('refuses %s', (_name, run, message) => {
    expect(run).toThrow(RangeError);
    expect(run).toThrow(message);
  });
});
