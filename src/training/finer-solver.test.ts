import { describe, expect, it } from 'vitest';
import * as tf from '#tf';
import { buildFlow, disposeFlow, loadWeights, saveWeights } from '#flows';
import { ffjord, realNvp } from '#flow-specs';
import { normals, rng } from '#numerics';
import { withFinerSolver } from './finer-solver.ts';

const points = () => tf.tensor2d(normals(rng(1), 40), [20, 2]);
/** A field strong enough that one coarse step is visibly wrong. */
const continuous = (steps: number) => {
  const flow = buildFlow(ffjord({ dimensions: 2, hidden: [8], solver: { kind: 'rk4', steps } }), rng(2));
  flow.parameters.forEach((parameter, i) =>
    tf.tidy(() => parameter.assign(tf.tensor(normals(rng(i), parameter.size), [...parameter.shape]))),
  );
  return flow;
};

describe('a score by a finer solver', () => {
  it('has an error some 81 times smaller, as order 4 says', () => {
    const coarse = continuous(2);
    const reference = continuous(64);
    loadWeights(reference, saveWeights(coarse));
    const truth = reference.logProb(points()).dataSync();
    const error = (logProb: tf.Tensor) =>
      Math.max(...logProb.dataSync().map((value, i) => Math.abs(value - truth[i]!)));
    const own = error(coarse.logProb(points()));
    const fine = withFinerSolver(coarse, (flow) => error(flow.logProb(points())));
    expect(own).toBeGreaterThan(1e-3);
    // A factor of 3 is left for the terms of higher order, which two steps do not make small.
    expect(fine).toBeLessThan(own / 27);
    [coarse, reference].forEach(disposeFlow);
  });

  it('leaves other flows alone, and no tensor behind', () => {
    const flow = buildFlow(realNvp({ dimensions: 2, layers: 2, hidden: [4, 4] }), rng(1));
    withFinerSolver(flow, (same) => expect(same).toBe(flow));
    const solved = continuous(1);
    const before = tf.memory().numTensors;
    withFinerSolver(solved, (fine) => expect(fine).not.toBe(solved));
    expect(tf.memory().numTensors).toBe(before);
    [flow, solved].forEach(disposeFlow);
  });
});
