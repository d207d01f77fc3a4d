import { describe, expect, it, vi } from 'vitest';
import * as tf from '#tf';
import type { Tensor2D } from '#tf';
import { normals, rng } from '#numerics';
import { buildFlow } from '../build.ts';
import type { SpecifiedFlow } from '../build.ts';
import { disposeFlow } from '../flow.ts';
import { fit } from '../fitting/fit.ts';
import { perturb } from '../laws/perturb.ts';
import type { FlowSpec } from '../spec.ts';
import { classConditional, withContext } from './conditional.ts';
import { ffjord } from './ffjord.ts';
import { glow } from './glow.ts';
import { maf } from './maf.ts';
import { planarFlow } from './planar-flow.ts';
import { realNvp } from './real-nvp.ts';
import { regressionFlow } from './regression-flow.ts';
import { splineFlow } from './spline-flow.ts';

// Sums over 32,400 points, twice for each recipe.
vi.setConfig({ testTimeout: 60_000 });

const small = { dimensions: 2, layers: 2, hidden: [6] };
const rowsOf = (row: readonly number[], n: number): Tensor2D => tf.tensor2d(Array.from({ length: n }, () => [...row]));

function perturbed(spec: FlowSpec): SpecifiedFlow {
  const flow = buildFlow(spec, rng(1));
  perturb(flow.parameters, rng(2), 0.15);
  return flow;
}

/** ∫ p(x | c) dx over [−reach, reach]ᵈ, d ≤ 2, by midpoints. */
function integral(flow: SpecifiedFlow, context: readonly number[], reach = 9): number {
  const cells = flow.dimensions === 1 ? 2000 : 180;
  const n = cells ** flow.dimensions!;
  const step = (2 * reach) / cells;
  const at = (i: number) => (i + 0.5) * step - reach;
  const points = Array.from({ length: n }, (_, i) =>
    flow.dimensions === 1 ? [at(i)] : [at(i % cells), at(Math.floor(i / cells))],
  );
  const logP = flow.logProb(tf.tensor2d(points), rowsOf(context, n)).dataSync<'float32'>();
  return logP.reduce((sum, value) => sum + Math.exp(value) * step ** flow.dimensions!, 0);
}

const contexts = [
  [1, 0, 0],
  [0, 0, 1],
] as const;
const conditional: [string, FlowSpec, readonly (readonly number[])[]][] = [
  ['MAF', classConditional({ flow: maf(small), classes: 3 }), contexts],
  ['RealNVP', classConditional({ flow: realNvp(small), classes: 3, base: 'class-gaussians' }), contexts],
  ['spline couplings', withContext(splineFlow({ ...small, bins: 4 }), 3), contexts],
  ['FFJORD', classConditional({ flow: ffjord({ dimensions: 2, hidden: [6] }), classes: 3 }), contexts],
  [
    'regression',
    regressionFlow({ dimensions: 1, covariates: 2, layers: 1, hidden: [5] }),
    [
      [0.4, -1],
      [2, 0],
    ],
  ],
  [
    'regression of two responses',
    regressionFlow({ ...small, covariates: 2, bins: 4 }),
    [
      [0.4, -1],
      [2, 0],
    ],
  ],
];

describe.each(conditional)('%s with a context', (_name, spec, given) => {
  it('is a density of x for every context', () => {
    // Cells are 0.1 wide where deviations are 0.5 to 2; the splines' bends cost some 1e-3.
    for (const context of given) expect(Math.abs(integral(perturbed(spec), context) - 1)).toBeLessThan(5e-3);
  });

  it('depends on the context, when scored and when sampled', () => {
    const flow = perturbed(spec);
    const x = tf.tensor2d(normals(rng(3), 5 * flow.dimensions!), [5, flow.dimensions!]);
    const [one, other] = given.map((context) => [
      flow.logProb(x, rowsOf(context, 5)).dataSync(),
      flow.sample(5, rng(4), rowsOf(context, 5)).dataSync(),
    ]);
    expect(one![0]!.every((value, i) => value !== other![0]![i])).toBe(true);
    expect(one![1]!.some((value, i) => value !== other![1]![i])).toBe(true);
  });

  it('scores its own samples as it says', () => {
    const flow = perturbed(spec);
    const context = rowsOf(given[0]!, 6);
    const { x, logProb } = flow.sampleAndLogProb(6, rng(5), context);
    expect(tf.max(tf.abs(tf.sub(flow.logProb(x, context), logProb))).dataSync()[0]).toBeLessThan(1e-4);
  });
});

describe('training with a context', () => {
  it('finds the line that y lies on', async () => {
    const flow = buildFlow(regressionFlow({ dimensions: 1, covariates: 1, layers: 0, hidden: [] }), rng(1));
    // y = 3c + ½ + 0.2·ε: mean and deviation are affine in c, so the model holds the truth.
    const batch = (step: number) => {
      const c = normals(rng(step, 'c'), 256);
      const noise = normals(rng(step, 'noise'), 256);
      return {
        x: tf.tensor2d(
          c.map((value, i) => 3 * value + 0.5 + 0.2 * noise[i]!),
          [256, 1],
        ),
        context: tf.tensor2d(c, [256, 1]),
      };
    };
    const losses: number[] = [];
    for await (const { loss } of fit(flow, batch, { steps: 60, learningRate: 0.05 })) losses.push(loss);
    // From the entropy of y, ½ log(2πe·9.04), towards that of the noise; halfway is enough to see that the context is used.
    expect(losses[0]).toBeGreaterThan(2.3);
    expect(losses.at(-1)).toBeLessThan(1.2);
    disposeFlow(flow);
  });
});

describe('conditional recipes', () => {
  it('reach conditioners inside inverted layers, and change nothing else', () => {
    const flow: FlowSpec = { ...maf(small), layers: maf(small).layers.map((of) => ({ kind: 'invert', of })) };
    const changed = withContext(flow, 2);
    expect(JSON.stringify(changed).match(/"context":2/g)).toHaveLength(2);
    expect(JSON.parse(JSON.stringify(changed).replaceAll(',"context":2', ''))).toEqual(flow);
    expect(JSON.stringify(flow)).not.toContain('context');
  });

  it('reach the priors of a multi-scale level, and the network inside one that rescales', () => {
    const spec = glow({ height: 4, width: 4, channels: 1, levels: 2, depth: 1, hidden: [3] });
    const rescaled: FlowSpec = JSON.parse(
      JSON.stringify(spec).replace(/"conditioner":(\{[^}]*\})/g, '"conditioner":{"kind":"rescaled-tanh","of":$1}'),
    ) as FlowSpec;
    const flow = perturbed(withContext(rescaled, 3));
    // One level of two has a prior; each has a coupling.
    expect(JSON.stringify(flow.spec).match(/"context":3/g)).toHaveLength(3);
    const x = tf.tensor2d(normals(rng(3), 32), [2, 16]);
    const [one, other] = contexts.map((context) => flow.logProb(x, rowsOf(context, 2)).dataSync());
    expect(one!.every((value, i) => value !== other![i])).toBe(true);
    expect(() => flow.logProb(x)).toThrow('context must be a tensor [n, 3], got none');
  });

  it.each<[string, () => unknown, string]>([
    [
      'a flow that reads nothing',
      () => withContext(planarFlow(small), 2),
      'flow must have a coupling, an autoregressive or a continuous layer',
    ],
    ['no width', () => withContext(maf(small), 0), 'withContext: width must be a whole number ≥ 1, got 0'],
    [
      'another base',
      () => classConditional({ flow: maf(small), classes: 2, base: 'mixture' as 'shared' }),
      'classConditional: base must be one of shared, class-gaussians, got mixture',
    ],
    ['half a class', () => classConditional({ flow: maf(small), classes: 1.5 }), 'must be a whole number ≥ 1, got 1.5'],
    [
      'no covariate',
      () => regressionFlow({ ...small, covariates: 0 }),
      'regressionFlow: covariates must be a whole number ≥ 1, got 0',
    ],
    [
      'fewer layers than none',
      () => regressionFlow({ ...small, covariates: 1, layers: -1 }),
      'layers must be a whole number ≥ 0',
    ],
  ])('refuse %s', (_name, run, message) => {
    expect(run).toThrow(RangeError);
    expect(run).toThrow(message);
  });
});
