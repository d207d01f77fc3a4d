import { describe, expect, it } from 'vitest';
import * as tf from '#tf';
import { rng } from '#numerics';
import { buildCategorical } from './build-categorical.ts';
import { categoricalAutoregressive } from './distributions/categorical-autoregressive.ts';
import { perturb } from './laws/perturb.ts';
import type { CategoricalSpec } from './spec.ts';
import { loadWeights, saveWeights } from './weights.ts';

const spec: CategoricalSpec = {
  kind: 'categorical-autoregressive',
  order: [1, 0, 2],
  categories: 4,
  hidden: [6],
  activation: 'relu',
};
const events = () =>
  tf.tensor2d([
    [0, 3, 1],
    [2, 2, 0],
  ]);

describe('a categorical model built from JSON', () => {
  it('is the one that its factory makes, weight for weight', () => {
    const [built, made] = [buildCategorical(spec, rng(1)), categoricalAutoregressive({ ...spec, rng: rng(1) })];
    for (const model of [built, made]) perturb(model.parameters, rng(2));
    expect(built.logProb(events()).dataSync()).toEqual(made.logProb(events()).dataSync());
    expect(built.spec).toEqual(spec);
  });

  it('takes its weights back exactly', () => {
    const [trained, fresh] = [buildCategorical(spec, rng(1)), buildCategorical(spec, rng(9))];
    perturb(trained.parameters, rng(2));
    loadWeights(fresh, saveWeights(trained));
    expect(fresh.logProb(events()).dataSync()).toEqual(trained.logProb(events()).dataSync());
  });

  it.each<[string, unknown, string]>([
    ['another kind', { ...spec, kind: 'flow' }, 'buildCategorical: kind must be one of categorical-autoregressive'],
    ['nothing', null, 'buildCategorical: kind must be one of'],
    ['an order that is none', { ...spec, order: [0, 2] }, 'order must hold each of 0 … n − 1 once, got [0, 2]'],
    ['hidden layers of another type', { ...spec, hidden: 6 }, 'hidden must be a list, got 6'],
    ['an unknown activation', { ...spec, activation: 'cubic' }, 'activation must be one of relu, tanh, got cubic'],
  ])('refuses %s and leaves nothing behind', (_name, json, message) => {
    const before = tf.memory().numTensors;
    expect(() => buildCategorical(json as CategoricalSpec, rng(1))).toThrow(message);
    expect(tf.memory().numTensors).toBe(before);
  });
});
