import { describe, expect, it } from 'vitest';
import * as tf from '#tf';
import type { Tensor, Tensor2D } from '#tf';
import { gaussLegendre, logSumExp, rng } from '#numerics';
import { buildDequantizer, buildFlow, dequantizedBound } from '../index.ts';
import { perturb } from '../laws/perturb.ts';
import type { DequantizerSpec, FlowSpec, LayerSpec } from '../spec.ts';
import type { Dequantizer, Flow } from '../types.ts';

const context = (of: LayerSpec, d: number): LayerSpec => {
  if (of.kind !== 'coupling' && of.kind !== 'autoregressive') throw new TypeError(`no conditioner in ${of.kind}`);
  return { ...of, conditioner: { ...of.conditioner, context: d } } as LayerSpec;
};
const autoregressive = (d: number): LayerSpec => ({
  kind: 'autoregressive',
  order: Array.from({ length: d }, (_, i) => i),
  transformer: { kind: 'affine', scale: { kind: 'tanh', bound: 1.5 } },
  conditioner: { kind: 'made', hidden: [6], activation: 'tanh' },
});

/** A flow of so few whole numbers that P(k) can be had by quadrature: [0, levels)ᵈ, one cell a value. */
function small(d: number, levels: number) {
  const spec: FlowSpec = {
    base: { kind: 'standard-normal', dimensions: d },
    layers: [
      { kind: 'elementwise', dimensions: d, transformer: { kind: 'logistic-mixture', components: 2, spread: 1 } },
      autoregressive(d),
      { kind: 'logit', dimensions: d, levels, alpha: 0.1 },
    ],
  };
  const model = buildFlow(spec, rng(d));
  perturb(model.parameters, rng(d, 'model'));
  const noise: FlowSpec = {
    base: { kind: 'standard-normal', dimensions: d },
    layers: [context(autoregressive(d), d)],
  };
  const build = (dequantizer: DequantizerSpec): Dequantizer => {
    const built = buildDequantizer(dequantizer, rng(d, 'noise'));
    perturb(built.parameters, rng(d, 'noise'), 0.4);
    return built;
  };
  const cells = Array.from({ length: levels ** d }, (_, cell) =>
    Array.from({ length: d }, (_unused, i) => Math.floor(cell / levels ** i) % levels),
  );
  return { model, cells, build, variational: { kind: 'variational', levels, noise } as const };
}

/** Points and weights of a product rule on a box, given by its intervals. */
function rule(box: readonly (readonly [number, number])[], nodes: number) {
  let [points, weights]: [number[][], number[]] = [[[]], [1]];
  for (const [low, high] of box) {
    const axis = gaussLegendre(nodes, low, high);
    const pairs = points.flatMap((point, p) => [...axis.nodes].map((node, i) => ({ point: [...point, node], p, i })));
    weights = pairs.map(({ p, i }) => weights[p]! * axis.weights[i]!);
    points = pairs.map(({ point }) => point);
  }
  return { points, weights };
}

/** log ∫ p and mean log p over the box of that width in the middle of a cell. */
function exact(model: Flow, cell: readonly number[], width = 1) {
  const { points, weights } = rule(
    cell.map((k) => [k + (1 - width) / 2, k + (1 + width) / 2]),
    24,
  );
  const logProb = [...model.logProb(tf.tensor2d(points)).dataSync<'float32'>()];
  const volume = weights.reduce((sum, weight) => sum + weight, 0);
  return {
    logMass: logSumExp(logProb.map((value, i) => value + Math.log(weights[i]!))),
    meanLogProb: logProb.reduce((sum, value, i) => sum + (value * weights[i]!) / volume, 0),
  };
}

/**
 * E_q p/q (its logarithm) and E_q log(p/q) of a dequantizer that turns standard normal numbers into noise, by quadrature over
 * those. Sampling would not do: as σ(v) nears 0 or 1, p/q grows so fast that its variance is infinite.
 */
function overNoise(model: Flow, dequantizer: Dequantizer, cell: readonly number[]) {
  const { points, weights } = rule(
    cell.map(() => [-18, 18] as const),
    120,
  );
  const given = points.flat().values();
  const k = tf.tile(tf.tensor2d([[...cell]]), [points.length, 1]) as Tensor2D;
  const { y, logQ } = dequantizer.draw(k, { ...rng(0), normal: () => given.next().value! });
  const logRatio = tf.sub(model.logProb(y), logQ).dataSync<'float32'>();
  const logWeight = points.map((point, i) => {
    const exponent = -0.5 * point.reduce((sum, value) => sum + value * value, 0);
    return exponent - 0.5 * cell.length * Math.log(2 * Math.PI) + Math.log(weights[i]!);
  });
  return {
    logMean: logSumExp(logWeight.map((weight, i) => weight + logRatio[i]!)),
    meanLog: logWeight.reduce((sum, weight, i) => sum + Math.exp(weight) * logRatio[i]!, 0),
  };
}

const repeats = 2000;
/** Mean and standard error over independent noise, of a function of each row's bound. */
function estimate(model: Flow, dequantizer: Dequantizer, cell: readonly number[], draws = 1, of = (w: number) => w) {
  const k = tf.tile(tf.tensor2d([[...cell]]), [Math.floor(repeats / draws), 1]) as Tensor2D;
  const { importanceWeighted } = dequantizedBound(model, dequantizer, k, rng(7, cell.join()), draws);
  const values = [...importanceWeighted.dataSync<'float32'>()].map(of);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, standardError: Math.sqrt(squares / (values.length - 1) / values.length) };
}

describe.each([
  { d: 1, levels: 4 },
  { d: 2, levels: 3 },
])('dequantization of $levels levels in $d dimensions', ({ d, levels }) => {
  const { model, cells, build, variational } = small(d, levels);
  const some = d === 1 ? cells : [0, 4, 5].map((cell) => cells[cell]!);

  it('leaves masses that add up to at most 1', () => {
    const mass = cells.reduce((sum, cell) => sum + Math.exp(exact(model, cell).logMass), 0);
    expect(mass).toBeGreaterThan(0.3);
    expect(mass).toBeLessThanOrEqual(1 + 1e-5);
  });

  it.each([1, 0.5, 0.1])(
    'with uniform noise of width %d bounds log P(k) from below, by what quadrature says',
    (width) => {
      const dequantizer = build({ kind: 'uniform', width });
      for (const cell of some) {
        const { logMass } = exact(model, cell);
        const expected = exact(model, cell, width).meanLogProb + d * Math.log(width);
        expect(expected).toBeLessThan(logMass);
        const { mean, standardError } = estimate(model, dequantizer, cell);
        expect(Math.abs(mean - expected)).toBeLessThan(5 * standardError + 1e-4);
      }
    },
  );

  it('with uniform noise is unbiased before the logarithm: E p(y)/q(y | k) = P(k)', () => {
    for (const cell of some) {
      const { mean, standardError } = estimate(model, build({ kind: 'uniform' }), cell, 1, Math.exp);
      expect(Math.abs(mean - Math.exp(exact(model, cell).logMass))).toBeLessThan(5 * standardError + 1e-4);
    }
  });

  it('with variational noise, too; and its mean logarithm is less', () => {
    const dequantizer = build(variational);
    for (const cell of some) {
      const { logMass } = exact(model, cell);
      const { logMean, meanLog } = overNoise(model, dequantizer, cell);
      // 120 nodes an axis leave less than 2e-3.
      expect(Math.abs(logMean - logMass)).toBeLessThan(2e-3);
      expect(meanLog).toBeLessThan(logMass);
      const { mean, standardError } = estimate(model, dequantizer, cell);
      expect(Math.abs(mean - meanLog)).toBeLessThan(5 * standardError + 1e-3);
    }
  });

  it.each<[string, DequantizerSpec, number]>([
    ['uniform', { kind: 'uniform' }, 0.05],
    // Rare draws carry much of the mass, see above.
    ['variational', variational, 1.5],
  ])('with %s noise is tightened by more draws, and never beyond log P(k)', (_, spec, gap) => {
    const dequantizer = build(spec);
    for (const cell of some) {
      const { logMass } = exact(model, cell);
      const [one, many] = [estimate(model, dequantizer, cell), estimate(model, dequantizer, cell, 40)];
      expect(one.mean).toBeLessThan(logMass + 5 * one.standardError);
      expect(many.mean).toBeGreaterThan(one.mean - 5 * one.standardError);
      expect(many.mean).toBeLessThan(logMass + 5 * many.standardError);
      expect(logMass - many.mean).toBeLessThan(gap + 5 * many.standardError);
    }
  });

  it('draws noise inside the step, by the seed alone', () => {
    const k = tf.tensor2d(cells);
    for (const spec of [{ kind: 'uniform' } as const, variational]) {
      const [first, again] = [build(spec), build(spec)].map((dequantizer) => dequantizer.draw(k, rng(1)));
      const noise = tf.sub(first!.y, k).dataSync<'float32'>();
      expect(noise.every((u) => u >= 0 && u <= 1)).toBe(true);
      expect(again!.y.dataSync()).toEqual(first!.y.dataSync());
    }
  });

  it('leaves nothing behind but the bounds', () => {
    const k: Tensor = tf.tensor2d(cells);
    const dequantizer = build(variational);
    const before = tf.memory().numTensors;
    tf.dispose(dequantizedBound(model, dequantizer, k as Tensor2D, rng(1), 2));
    expect(tf.memory().numTensors).toBe(before);
  });
});
