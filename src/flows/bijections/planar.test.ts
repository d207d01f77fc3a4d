import { describe, expect, it } from 'vitest';
import * as tf from '#tf';
import type { Scalar, Tensor2D, Variable } from '#tf';
import { exp, normals, rng } from '#numerics';
import { standardNormal } from '../distributions/standard-normal.ts';
import { flow } from '../flow.ts';
import { roundTrip } from '../laws/bijection-laws.ts';
import { perturb } from '../laws/perturb.ts';
import type { Bijection } from '../types.ts';
import { planar, planarDirection } from './planar.ts';
import { planarRoot } from './planar-root.ts';
import { radial } from './radial.ts';

const tensor = (...values: number[]) => tf.tensor1d(values);
const number = (value: tf.Tensor) => value.dataSync()[0]!;
const set = (variable: Variable | undefined, ...values: number[]) =>
  variable!.assign(tf.tensor(values, variable!.shape));

describe('û', () => {
  it.each([
    ['short w', [-3, 0.4], [0.5, 0]],
    ['long w', [-0.3, -0.9], [1, 3]],
    ['wᵀu > 0', [2, 1], [0.5, 0.25]],
  ])('has wᵀû = softplus(wᵀu) − 1, whatever the length of w: %s', (_, u, w) => {
    const { uHat, dot, gap } = planarDirection(tensor(...u), tensor(...w));
    const wanted = Math.log1p(exp(number(dot))) - 1;
    expect(number(tf.sum(tf.mul(uHat, tensor(...w))))).toBeCloseTo(wanted, 5);
    expect(number(gap)).toBeCloseTo(1 + wanted, 5);
    // The rest of u, across w, is left alone.
    const across = tensor(-w[1]!, w[0]!);
    expect(number(tf.sum(tf.mul(uHat, across)))).toBeCloseTo(number(tf.sum(tf.mul(tensor(...u), across))), 5);
  });
});

describe('the root along w', () => {
  it.each([1e-4, 0.01, 0.5, 1, 3, 40])('solves s + (gap − 1)·tanh(s) = a for gap %d, far and near', (gap) => {
    const a = [-300, -41, -2, -0.3, -1e-3, 0, 1e-6, 0.1, 1, 5, 39, 1e4];
    const s = planarRoot(tf.tensor2d(a, [a.length, 1]), tensor(gap)).dataSync();
    a.forEach((target, i) => {
      const back = s[i]! + (gap - 1) * Math.tanh(s[i]!);
      // s is rounded to float32, and the slope is at most gap + 1.
      expect(Math.abs(back - target)).toBeLessThan(1e-6 * Math.max(1, gap * Math.abs(s[i]!), Math.abs(s[i]!)));
    });
  });

  it('hands NaN and infinities back', () => {
    const s = planarRoot(tf.tensor2d([NaN, Infinity, -Infinity], [3, 1]), tensor(0.5));
    expect([...s.dataSync()]).toEqual([NaN, Infinity, -Infinity]);
  });
});

const layers: [string, () => Bijection][] = [
  ['planar (tanh)', () => planar({ dimensions: 3, rng: rng(5, 'planar') })],
  [
    'planar (leaky ReLU)',
    () => planar({ dimensions: 3, rng: rng(5, 'planar'), activation: { kind: 'leaky-relu', slope: 0.2 } }),
  ],
  ['radial', () => radial({ dimensions: 3, rng: rng(5, 'radial') })],
];

describe.each(layers)('%s, scored through its inverse', (_, build) => {
  const prepared = () => {
    const f = build();
    perturb(f.parameters, rng(9), 0.4);
    return { f, x: tf.tensor2d(normals(rng(6), 21), [7, 3]) };
  };
  const nll = (f: Bijection, x: Tensor2D) => tf.neg<Scalar>(tf.mean(flow(standardNormal(3), f).logProb(x)));

  it('the gradient of the NLL is that of its finite differences', () => {
    const { f, x } = prepared();
    const { grads } = tf.variableGrads(() => nll(f, x), [...f.parameters]);
    for (const parameter of f.parameters) {
      const values = parameter.dataSync<'float32'>().slice();
      const gradient = grads[parameter.name]!.dataSync();
      values.forEach((value, i) => {
        // Float32: truncation of order h², rounding of order 1e-6/h.
        const h = 5e-3;
        const at = (shift: number) => {
          set(parameter, ...values.map((other, j) => (j === i ? value + shift : other)));
          return number(nll(f, x));
        };
        const slope = (at(h) - at(-h)) / (2 * h);
        set(parameter, ...values);
        expect(Math.abs(slope - gradient[i]!)).toBeLessThan(2e-3 * Math.max(1, Math.abs(slope)));
      });
    }
  });

  it('the gradient by the points is that of its finite differences', () => {
    const { f, x } = prepared();
    const gradient = tf
      .grad((points) => nll(f, points as Tensor2D))(x)
      .dataSync();
    const values = x.dataSync<'float32'>();
    values.forEach((value, i) => {
      const h = 5e-3;
      const at = (shift: number) =>
        number(
          nll(
            f,
            tf.tensor2d(
              values.map((other, j) => (j === i ? value + shift : other)),
              [7, 3],
            ),
          ),
        );
      expect(Math.abs((at(h) - at(-h)) / (2 * h) - gradient[i]!)).toBeLessThan(2e-3);
    });
  });
});

describe('at the edge of what is invertible', () => {
  it('a planar flow with wᵀû just above −1 still finds its way back, and its log-det is finite', () => {
    const f = planar({ dimensions: 2, rng: rng(1) });
    set(f.parameters[0], -4, 0);
    set(f.parameters[1], 1, 0);
    set(f.parameters[2], 0);
    const z = tf.tensor2d([0, 0, 0.5, 1, -2, 3], [3, 2]);
    const { logDet } = f.forward(z);
    // log det at the fold is log(1 + wᵀû) = log softplus(−4).
    expect(logDet.dataSync()[0]).toBeCloseTo(Math.log(Math.log1p(exp(-4))), 4);
    expect(roundTrip(f, z)).toBeLessThan(1e-4);
  });

  it('a radial flow at its own centre has a Jacobian, a gradient, and comes back', () => {
    const f = radial({ dimensions: 2, rng: rng(1) });
    perturb(f.parameters, rng(2));
    const centre = f.parameters[2]!.dataSync();
    const z = tf.tensor2d([...centre], [1, 2]);
    const { x, logDet } = f.forward(z);
    expect([...x.dataSync()]).toEqual([...centre]);
    const [alpha, beta] = [Math.abs(number(f.parameters[0]!)), Math.log1p(exp(number(f.parameters[1]!)))];
    expect(number(logDet)).toBeCloseTo(2 * Math.log(beta / alpha), 5);
    expect(roundTrip(f, z)).toBe(0);
    const slope = tf.grad((points) => tf.sum(f.inverse(points as Tensor2D).logDet))(z);
    expect([...slope.dataSync()].every(Number.isFinite)).toBe(true);
  });
});
