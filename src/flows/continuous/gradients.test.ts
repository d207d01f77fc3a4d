import { describe, expect, it } from 'vitest';
import * as tf from '#tf';
import type { Scalar, Tensor, Tensor2D } from '#tf';
import { dopri5, normals, rk4, rng } from '#numerics';
import type { Solver } from '#numerics';
import { flow } from '../flow.ts';
import { standardNormal } from '../distributions/standard-normal.ts';
import { leakedTensors } from '../laws.ts';
import { perturb } from '../laws/perturb.ts';
import { continuous } from './continuous.ts';
import { mlpField } from './mlp-field.ts';
import type { GradientMethod } from './spec.ts';
import type { Trace } from './trace.ts';

const n = 4;
const d = 2;
const draw = (width: number, label: string, rows = n) =>
  tf.tensor2d(normals(rng(7, label), rows * width), [rows, width]);
const methods: GradientMethod[] = ['direct', 'checkpointed', 'adjoint'];

type Setting = { solver: Solver; trace?: Trace; context?: number; gradient?: GradientMethod };

function setting({ solver, trace, context = 0, gradient = 'direct' }: Setting) {
  const field = mlpField({
    dimensions: d,
    hidden: [5, 4],
    layer: 'concat-squash',
    activation: 'tanh',
    contextDimensions: context,
    rng: rng(1),
  });
  perturb(field.parameters, rng(2), 0.8);
  const bijection = continuous({ field, solver, gradient, ...(trace && { trace }) });
  const density = flow(standardNormal(d), bijection);
  const x = tf.variable(draw(d, 'x'));
  const c = tf.variable(draw(Math.max(context, 1), 'context'));
  const nll = () =>
    tf.neg<Scalar>(
      tf.mean(density.logProb(x as Tensor as Tensor2D, context > 0 ? (c as Tensor as Tensor2D) : undefined)),
    );
  return { variables: [...field.parameters, x, ...(context > 0 ? [c] : [])], nll };
}

function gradients(options: Setting): { loss: number; values: Float32Array[] } {
  const { variables, nll } = setting(options);
  return tf.tidy(() => {
    const { value, grads } = tf.variableGrads(nll, variables);
    return { loss: value.dataSync()[0]!, values: variables.map(({ name }) => grads[name]!.dataSync<'float32'>()) };
  });
}

const apart = (a: readonly Float32Array[], b: readonly Float32Array[]) =>
  Math.max(...a.flatMap((values, i) => [...values].map((value, at) => Math.abs(value - b[i]![at]!))));

const settings: [string, () => Setting][] = [
  ['fixed steps', () => ({ solver: rk4({ steps: 8 }) })],
  ['adaptive steps', () => ({ solver: dopri5({ relative: 1e-6, absolute: 1e-6 }) })],
  ['a probe', () => ({ solver: rk4({ steps: 8 }), trace: { kind: 'hutchinson', probe: draw(d, 'probe') } })],
  ['a context', () => ({ solver: rk4({ steps: 8 }), context: 2 })],
];

describe.each(settings)('gradients of log p with %s', (_name, options) => {
  it('by redoing the steps are those straight through them', () => {
    const [direct, checkpointed] = [gradients(options()), gradients({ ...options(), gradient: 'checkpointed' })];
    expect(checkpointed.loss).toBeCloseTo(direct.loss, 6);
    // The same arithmetic, added up in another order.
    expect(apart(direct.values, checkpointed.values)).toBeLessThan(3e-6);
  });

  it('by the adjoint equation are those straight through the steps, to the solver’s error', () => {
    const [direct, adjoint] = [gradients(options()), gradients({ ...options(), gradient: 'adjoint' })];
    expect(adjoint.loss).toBeCloseTo(direct.loss, 6);
    expect(apart(direct.values, adjoint.values)).toBeLessThan(1e-4);
  });

  it.each(methods)('are its finite differences: %s', (gradient) => {
    const { variables, nll } = setting({ ...options(), gradient });
    tf.tidy(() => {
      const { grads } = tf.variableGrads(nll, variables);
      const values = variables.map((variable) => variable.dataSync<'float32'>().slice());
      for (const seed of [9, 10, 11]) {
        // One direction through parameters, points and context together, of length about 1.
        const source = rng(seed, 'direction');
        const directions = values.map(({ length }) => normals(source, length).map((entry) => entry / 9));
        const slope = variables.reduce(
          (sum, { name }, which) =>
            sum + grads[name]!.dataSync<'float32'>().reduce((part, g, i) => part + g * directions[which]![i]!, 0),
          0,
        );
        const shifted = (h: number) => {
          variables.forEach((variable, which) => {
            const moved = values[which]!.map((value, i) => value + h * directions[which]![i]!);
            variable.assign(tf.tensor(moved, [...variable.shape]));
          });
          return nll().dataSync()[0]!;
        };
        // Float32: h = 0.02 leaves some h² of truncation, and rounding of 1e-7/h.
        const difference = (shifted(0.02) - shifted(-0.02)) / 0.04;
        expect(Math.abs(difference - slope)).toBeLessThan(1e-3 * Math.max(1, Math.abs(slope)));
        expect(Math.abs(slope)).toBeGreaterThan(0.01);
      }
    });
  });

  it.each(methods)('leave no tensor behind: %s', (gradient) => {
    const { variables, nll } = setting({ ...options(), gradient });
    const run = () => tf.dispose(Object.values(tf.variableGrads(() => tf.tidy(nll), variables).grads) as Tensor[]);
    expect(leakedTensors(() => tf.tidy(run))).toBe(0);
  });
});

it('the adjoint method’s gap to the direct one shrinks at the solver’s order', () => {
  const gap = (steps: number) => {
    const options = { solver: rk4({ steps }) };
    return apart(gradients(options).values, gradients({ ...options, gradient: 'adjoint' }).values);
  };
  // Coarse steps, so that the gap stands above float32's rounding.
  expect(Math.log2(gap(1) / gap(2))).toBeGreaterThan(3);
});

it('the direct method holds every stage in memory, redoing one step and the adjoint less', () => {
  const held = (gradient: GradientMethod) => {
    const { nll } = setting({ solver: rk4({ steps: 8 }), gradient });
    const before = tf.memory().numTensors;
    let most = 0;
    tf.tidy(() => {
      const loss = tf.grad((shift) => {
        const value = tf.add(nll(), tf.mul(tf.sum(shift), 0));
        most = tf.memory().numTensors - before;
        return value;
      });
      loss(tf.zeros([1]));
    });
    return most;
  };
  const [direct, checkpointed, adjoint] = methods.map(held);
  expect(checkpointed!).toBeLessThan(direct! / 4);
  expect(adjoint!).toBeLessThan(checkpointed!);
});
