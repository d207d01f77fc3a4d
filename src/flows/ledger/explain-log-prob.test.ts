import { describe, expect, it } from 'vitest';
import * as tf from '#tf';
import type { Tensor2D } from '#tf';
import { normals, rng } from '#numerics';
import {
  buildFlow,
  bitsLedger,
  bitsPerDim,
  dequantizedBound,
  explainLogProb,
  flow,
  standardNormal,
  uniformDequantizer,
} from '../index.ts';
import { lawTable } from '../laws/law-table.ts';
import { perturb } from '../laws/perturb.ts';
import type { Distribution, Flow } from '../types.ts';

/** The largest |Σ terms − log p| of a row, in units of the terms' magnitudes. */
function imbalance(model: Flow, x: Tensor2D): number {
  const terms = explainLogProb(model, x).map(({ values }) => values.dataSync());
  return Math.max(
    ...[...model.logProb(x).dataSync<'float32'>()].map((logProb, row) => {
      const entries = terms.map((values) => values[row]!);
      const size = entries.reduce((sum, value) => sum + Math.abs(value), 1);
      return Math.abs(entries.reduce((sum, value) => sum + value, 0) - logProb) / size;
    }),
  );
}

const levels = 17;
const alpha = 0.05;
const image = buildFlow(
  {
    base: { kind: 'standard-normal', dimensions: 4 },
    layers: [
      {
        kind: 'coupling',
        mask: [1, 0, 0, 1],
        transformer: { kind: 'affine', scale: { kind: 'tanh', bound: 2 } },
        conditioner: { kind: 'mlp', hidden: [5], activation: 'tanh' },
      },
      { kind: 'lu-linear', dimensions: 4 },
      { kind: 'logit', dimensions: 4, levels, alpha },
    ],
  },
  rng(1),
);
perturb(image.parameters, rng(2));
const whole = () => tf.tensor2d([0, 16, 8, 3, 5, 0, 1, 12, 15, 15, 2, 7], [3, 4]);
const y = () => tf.add<Tensor2D>(whole(), 0.4);

describe('the ledger of a log-density', () => {
  // Float32, another order of summation: 1e-6 of what is summed.
  it.each(lawTable)('adds up to it under $name', ({ name, build, dimensions }) => {
    const f = build();
    perturb(f.parameters, rng(8, name), 0.2);
    const x = f.forward(tf.tensor2d(normals(rng(6), 5 * dimensions), [5, dimensions])).x;
    expect(imbalance(flow(standardNormal(dimensions), f), x)).toBeLessThan(1e-6);
  });

  it('has the constants of base and preprocessing, each by itself', () => {
    const terms = explainLogProb(image, y());
    expect(terms.map(({ term, layer }) => [term, layer])).toEqual([
      ['base exponent −½ Σ z²', []],
      ['base constant −½ D log 2π', []],
      ['log-det of affine coupling', [0]],
      ['log-det of LU linear', [1]],
      ['logit −Σ log s(1 − s)', [2]],
      ['squeeze to [α, 1 − α]: D log(1 − 2α)', [2]],
      ['scaling to [0, 1]: −D log levels', [2]],
    ]);
    const inFirstRow = terms.map(({ values }) => values.dataSync()[0]!);
    const s = [...y().dataSync().slice(0, 4)].map((value) => alpha + ((1 - 2 * alpha) * value) / levels);
    const z = image.bijection.inverse(y()).z.dataSync<'float32'>().slice(0, 4);
    expect(inFirstRow[0]).toBeCloseTo(-0.5 * z.reduce((sum, value) => sum + value * value, 0), 4);
    expect(inFirstRow[1]).toBeCloseTo(-2 * Math.log(2 * Math.PI), 5);
    expect(inFirstRow[4]).toBeCloseTo(-s.reduce((sum, value) => sum + Math.log(value * (1 - value)), 0), 4);
    expect(inFirstRow[5]).toBeCloseTo(4 * Math.log(0.9), 5);
    expect(inFirstRow[6]).toBeCloseTo(-4 * Math.log(17), 5);
    expect(imbalance(image, y())).toBeLessThan(1e-6);
  });

  it('calls a base that does not explain itself by that name', () => {
    const { explain, ...silent }: Distribution = standardNormal(4);
    expect(explain).toBeDefined();
    const model = flow(silent, image.bijection);
    expect(explainLogProb(model, y())[0]!.term).toBe('base');
    expect(imbalance(model, y())).toBeLessThan(1e-6);
  });

  it('leaves nothing behind but its terms', () => {
    const x = y();
    const before = tf.memory().numTensors;
    const terms = explainLogProb(image, x);
    expect(tf.memory().numTensors).toBe(before + terms.length);
    tf.dispose(terms);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('bits per dimension', () => {
  it('are nats ÷ (D·ln 2), and log₂ levels more for a density of values scaled to [0, 1]', () => {
    expect(bitsPerDim(Math.LN2 * 12, 4)).toBeCloseTo(3, 12);
    expect(bitsPerDim(Math.LN2 * 12, 4, 256)).toBeCloseTo(11, 12);
    expect(() => bitsPerDim(1, 0)).toThrow('bitsPerDim: dimensions must be a whole number ≥ 1, got 0');
    expect(() => bitsPerDim(1, 4, 0.5)).toThrow('bitsPerDim: levels');
  });

  it('are log₂ levels where every value is as likely as every other', () => {
    // The logit of a uniform number is logistic: with hardly any margin, y is uniform on [0, 17).
    const uniform = buildFlow(
      {
        base: { kind: 'logistic', dimensions: 4 },
        layers: [{ kind: 'logit', dimensions: 4, levels, alpha: 1e-6 }],
      },
      rng(1),
    );
    const ledger = bitsLedger(uniform, uniformDequantizer(), whole(), rng(4));
    expect(ledger.reduce((sum, { bits }) => sum + bits, 0)).toBeCloseTo(Math.log2(levels), 4);
  });

  it('are accounted for term by term, with narrow noise charged for', () => {
    const dequantizer = uniformDequantizer({ width: 0.5 });
    const draws = 3;
    const ledger = bitsLedger(image, dequantizer, whole(), rng(3), draws);
    const total = ledger.reduce((sum, { bits }) => sum + bits, 0);
    const { elbo } = dequantizedBound(image, dequantizer, whole(), rng(3), draws);
    expect(total).toBeCloseTo(bitsPerDim(-tf.mean(elbo).dataSync()[0]!, 4), 4);
    const bitsOf = (start: string) => ledger.find(({ term }) => term.startsWith(start))!.bits;
    expect(bitsOf('base constant')).toBeCloseTo(Math.log2(2 * Math.PI) / 2, 5);
    expect(bitsOf('scaling')).toBeCloseTo(Math.log2(17), 5);
    expect(bitsOf('squeeze')).toBeCloseTo(-Math.log2(0.9), 5);
    expect(bitsOf('dequantization')).toBeCloseTo(1, 5);
  });
});
