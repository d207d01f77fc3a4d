import { describe, expect, it } from 'vitest';
import * as tf from '#tf';
import { normals, rng } from '#numerics';
import { jacobian } from '../jacobian.ts';
import { perturb } from '../laws/perturb.ts';
import { made, residualMade } from './made.ts';
import { hiddenDegrees, madeMasks, maskConnectivity } from './made-masks.ts';

const orders = [[0], [1, 0], [0, 1, 2], [2, 0, 1], [3, 0, 4, 1, 2], [5, 2, 7, 0, 3, 6, 1, 4]];

describe.each(orders.map((order) => ({ order, name: order.join('') })))('order $name', ({ order }) => {
  const before = (j: number, i: number) => order.indexOf(j) < order.indexOf(i);

  it.each([1, 2, 3])('%i wide layers join every output to all dimensions before it, and to no other', (layers) => {
    const degrees = hiddenDegrees(order.length, new Array<number>(layers).fill(2 * order.length));
    const reached = maskConnectivity(madeMasks({ order, degrees, paramsPerDim: 3 }));
    reached.forEach((row, j) => row.forEach((on, at) => expect(on === 1).toBe(before(j, Math.floor(at / 3)))));
  });

  it('whatever the widths and degrees, nothing leaks', () => {
    const source = rng(7, order.join());
    for (let trial = 0; trial < 20; trial++) {
      const degrees = Array.from({ length: source.integer(4) }, () =>
        Array.from({ length: 1 + source.integer(6) }, () => source.integer(order.length + 2)),
      );
      const reached = maskConnectivity(madeMasks({ order, degrees, paramsPerDim: 2 }));
      const leaks = reached.flatMap((row, j) => row.filter((on, at) => on === 1 && !before(j, at >> 1)));
      expect(leaks).toEqual([]);
    }
  });

  it('the dependencies of a net are those of its autodiff Jacobian', () => {
    const options = { order, paramsPerDim: 1, activation: 'tanh', rng: rng(2) } as const;
    for (const net of [
      made({ ...options, hidden: [2 * order.length] }),
      made({ ...options, hidden: [2, 3] }),
      made({ ...options, hidden: [] }),
      residualMade({ ...options, width: 7, blocks: 2 }),
    ]) {
      perturb(net.parameters, rng(3));
      const d = order.length;
      const asMap = { forward: (z: tf.Tensor2D) => ({ x: tf.reshape(net.theta(z), z.shape), logDet: tf.zeros([1]) }) };
      const entries = jacobian(asMap as never, tf.tensor2d(normals(rng(4), d), [1, d])).dataSync();
      const seen = net.dependencies.map((row, i) => row.map((_, j) => (entries[i * d + j] === 0 ? 0 : 1)));
      expect(seen).toEqual(net.dependencies);
    }
  });
});

describe('context', () => {
  it.each(orders.map((order) => [order]))('reaches every output, the first included: order %j', (order) => {
    const degrees = hiddenDegrees(order.length, [order.length, order.length], 2);
    const reached = maskConnectivity(madeMasks({ order, degrees, paramsPerDim: 2, contextDimensions: 2 }));
    expect(
      reached
        .slice(order.length)
        .flat()
        .every((on) => on === 1),
    ).toBe(true);
    const among = reached.slice(0, order.length);
    among.forEach((row, j) =>
      row.forEach((on, at) => expect(on === 1).toBe(order.indexOf(j) < order.indexOf(at >> 1))),
    );
  });
});

describe('what describes no masks is refused', () => {
  it.each<[string, () => unknown, string]>([
    ['an order with a gap', () => madeMasks({ order: [0, 2], degrees: [], paramsPerDim: 1 }), 'each of 0 … n − 1 once'],
    ['an empty order', () => madeMasks({ order: [], degrees: [], paramsPerDim: 1 }), 'madeMasks: order'],
    ['a fractional degree', () => madeMasks({ order: [0], degrees: [[0.5]], paramsPerDim: 1 }), 'got [0.5]'],
    ['an empty layer', () => madeMasks({ order: [0], degrees: [[]], paramsPerDim: 1 }), 'degrees[0] must hold whole'],
    ['no parameters', () => madeMasks({ order: [0], degrees: [], paramsPerDim: 0 }), 'paramsPerDim must be a whole'],
    ['no units', () => hiddenDegrees(2, [0]), 'hiddenDegrees: widths[0] must be a whole number ≥ 1, got 0'],
  ])('%s', (_name, build, message) => {
    expect(build).toThrow(RangeError);
    expect(build).toThrow(message);
  });
});
