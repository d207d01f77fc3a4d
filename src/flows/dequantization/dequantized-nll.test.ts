import { describe, expect, it } from 'vitest';
import * as tf from '#tf';
import type { Tensor2D, Variable } from '#tf';
import { rng } from '#numerics';
import {
  buildDequantizer,
  buildFlow,
  dequantizedNll,
  disposeFlow,
  minimise,
  saveWeights,
  withDequantizer,
} from '../index.ts';
import { perturb } from '../laws/perturb.ts';
import type { ConditionerSpec, FlowSpec, LayerSpec } from '../spec.ts';

const coupling = (mask: number[], context?: number): LayerSpec => ({
  kind: 'coupling',
  mask,
  transformer: { kind: 'affine', scale: { kind: 'tanh', bound: 2 } },
  conditioner: { kind: 'mlp', hidden: [8], activation: 'tanh', ...(context && { context }) } as ConditionerSpec,
});
const base = { kind: 'standard-normal', dimensions: 2 } as const;
const spec: FlowSpec = {
  base,
  layers: [
    coupling([1, 0]),
    { kind: 'actnorm', dimensions: 2 },
    { kind: 'logit', dimensions: 2, levels: 4, alpha: 0.05 },
  ],
};

function both() {
  const dequantizer = buildDequantizer(
    { kind: 'variational', levels: 4, noise: { base, layers: [coupling([0, 1], 2), coupling([1, 0], 2)] } },
    rng(2),
  );
  const flow = withDequantizer(buildFlow(spec, rng(1)), dequantizer);
  const source = rng(3);
  // Most of the mass on the diagonal.
  const batch = tf.tensor2d(
    Array.from({ length: 48 }, () => source.integer(4)).flatMap((k) => [k, Math.min(3, k + source.integer(2))]),
    [48, 2],
  );
  const objective = dequantizedNll({ dequantizer, nextBatch: () => batch, rng: rng(4) });
  return { flow, dequantizer, objective, batch };
}

const values = (variables: readonly Variable[]) => variables.map((variable) => [...variable.dataSync()]);

describe('the bound as an objective', () => {
  it('trains flow and dequantizer together, and lowers the loss', async () => {
    const { flow, dequantizer, objective } = both();
    const before = values(dequantizer.parameters);
    const losses: number[] = [];
    for await (const { loss } of minimise(flow, objective, { steps: 60, learningRate: 0.02 })) losses.push(loss);
    const mean = (of: number[]) => of.reduce((sum, value) => sum + value, 0) / of.length;
    expect(mean(losses.slice(-10))).toBeLessThan(mean(losses.slice(0, 10)) - 0.1);
    values(dequantizer.parameters).forEach((after, i) => expect(after).not.toEqual(before[i]));
    expect(saveWeights(flow).byteLength).toBeGreaterThan(saveWeights(buildFlow(spec, rng(1))).byteLength);
  });

  it('starts actnorm from the dequantized first batch', () => {
    const { flow, objective } = both();
    tf.dispose(tf.tidy(() => objective(flow, 1)()));
    const [initialised] = flow.bijection.state!;
    expect(initialised!.dataSync()[0]).toBe(1);
  });

  it('has the gradient of its finite differences, through the noise too', () => {
    const { flow, objective } = both();
    tf.dispose(tf.tidy(() => objective(flow, 1)()));
    perturb(flow.parameters, rng(6), 0.3);
    const loss = () => objective(flow, 2)();
    const { grads } = tf.tidy(() => tf.variableGrads(loss, [...flow.parameters]));
    for (const parameter of flow.parameters) {
      const original = parameter.dataSync<'float32'>().slice();
      // Float32: h = 0.01 leaves errors of order h² and 1e-6/h, both below 1e-3.
      const h = 0.01;
      const shifted = (by: number) =>
        tf.tidy(() => {
          parameter.assign(
            tf.tensor(
              original.map((value, i) => value + (i === 0 ? by : 0)),
              parameter.shape,
            ),
          );
          return loss().dataSync()[0]!;
        });
      const slope = (shifted(h) - shifted(-h)) / (2 * h);
      shifted(0);
      expect(Math.abs(slope - grads[parameter.name]!.dataSync()[0]!)).toBeLessThan(2e-3 * Math.max(1, Math.abs(slope)));
    }
  });

  it('leaves nothing behind', () => {
    const { flow, objective } = both();
    const run = () => tf.dispose(tf.tidy(() => tf.variableGrads(objective(flow, 1), [...flow.parameters])));
    run();
    const before = tf.memory().numTensors;
    run();
    expect(tf.memory().numTensors).toBe(before);
    disposeFlow(flow);
  });
});

describe('a dequantizer that cannot be', () => {
  const noise = (...layers: LayerSpec[]) => ({ kind: 'variational', levels: 4, noise: { base, layers } }) as const;
  it.each<[string, unknown, typeof RangeError | typeof TypeError, string]>([
    [
      'no kind',
      { kind: 'gaussian' },
      TypeError,
      'dequantizer: kind must be one of uniform, variational, got "gaussian"',
    ],
    ['nothing at all', null, TypeError, 'dequantizer: kind'],
    [
      'no width',
      { kind: 'uniform', width: 0 },
      RangeError,
      'uniformDequantizer: width must be a finite number > 0, got 0',
    ],
    ['overlapping steps', { kind: 'uniform', width: 1.5 }, RangeError, 'width must be in (0, 1], got 1.5'],
    ['a width that is text', { kind: 'uniform', width: '1' }, TypeError, 'width must be a number, got "1"'],
    ['one level', { ...noise(coupling([0, 1], 2)), levels: 1 }, RangeError, 'levels must be ≥ 2, got 1'],
    ['noise with state', noise({ kind: 'actnorm', dimensions: 2 }), RangeError, 'noise must have layers without state'],
    ['noise of no kind', noise({ kind: 'spiral' } as never), TypeError, 'layers[0]: layer: kind must be one of'],
  ])('%s', (_, spec, error, message) => {
    const build = () => buildDequantizer(spec as Parameters<typeof buildDequantizer>[0], rng(1));
    expect(build).toThrow(error);
    expect(build).toThrow(message);
  });

  it('and whole numbers of another size are refused', () => {
    const dequantizer = buildDequantizer(noise(coupling([0, 1], 2)), rng(1));
    expect(() => dequantizer.draw(tf.zeros([2, 3]) as Tensor2D, rng(1))).toThrow('k must have shape [n, 2], got [2,3]');
  });
});
