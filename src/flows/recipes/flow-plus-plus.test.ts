import { describe, expect, it } from 'vitest';
import * as tf from '#tf';
import type { Tensor2D } from '#tf';
import { rng } from '#numerics';
import {
  bitsLedger,
  bitsPerDim,
  buildDequantizer,
  buildFlow,
  dequantizedBound,
  dequantizedNll,
  explainLogProb,
  flowPlusPlus,
  flowPlusPlusDequantizer,
  minimise,
  withDequantizer,
} from '../index.ts';
import type { FlowPlusPlusOptions } from '../index.ts';
import { perturb } from '../laws/perturb.ts';
import type { FlowSpec, LayerSpec } from '../spec.ts';

const levels = 4;
const small = { height: 4, width: 4, channels: 1, filters: 4, heads: 2, components: 2 } as const;
const logit: LayerSpec = { kind: 'logit', dimensions: 16, levels, alpha: 0.05 };
const recipe = (couplings: FlowPlusPlusOptions['couplings'] = [2, 2, 1]) =>
  flowPlusPlus({ ...small, couplings, preprocessing: [logit] });
const noise = () => flowPlusPlusDequantizer({ ...small, levels, couplings: 1 });

/** Images of two grey values, darker on the left. */
const pictures = (n: number): Tensor2D => {
  const source = rng(3, 'pictures');
  return tf.tensor2d(
    Array.from({ length: n }, () =>
      Array.from({ length: 16 }, (_, i) => source.integer(2) + 2 * Math.floor((i % 4) / 2)),
    ),
  );
};

describe('Flow++', () => {
  it('has checkerboard and channel couplings on both sides of a squeeze, keeping different halves in turn', () => {
    const line = (layer: LayerSpec) =>
      layer.kind === 'image-coupling' ? `${layer.split} ${layer.keep} ${layer.shape.join('')}` : layer.kind;
    expect(recipe().layers.map(line)).toEqual([
      'invert',
      'checkerboard first 224',
      ...['pixelwise', 'pixelwise'],
      'channels first 224',
      ...['pixelwise', 'pixelwise'],
      'channels second 224',
      ...['pixelwise', 'pixelwise'],
      'squeeze',
      'checkerboard first 441',
      'pixelwise',
      'checkerboard second 441',
      'pixelwise',
      'flatten',
      'logit',
    ]);
    expect(JSON.parse(JSON.stringify(recipe())) as FlowSpec).toEqual(recipe());
  });

  it('scores and samples, with a ledger that adds up', () => {
    const flow = buildFlow(recipe(), rng(1));
    const { y } = buildDequantizer({ kind: 'uniform' }, rng(4)).draw(pictures(6), rng(4));
    flow.bijection.initialise!(y);
    perturb(flow.parameters, rng(2), 0.1);
    const { z, logDet } = flow.bijection.inverse(y);
    const back = flow.bijection.forward(z);
    // Five mixtures deep, each with stretches where the CDF is flat.
    expect(tf.max(tf.abs(tf.sub(back.x, y))).dataSync()[0]).toBeLessThan(1e-3);
    expect(tf.max(tf.abs(tf.add(back.logDet, logDet))).dataSync()[0]).toBeLessThan(1e-3);
    const sum = tf.addN(explainLogProb(flow, y).map(({ values }) => values));
    // Some fifteen terms of order 10 to 50, in float32.
    expect(tf.max(tf.abs(tf.sub(sum, flow.logProb(y)))).dataSync()[0]).toBeLessThan(1e-3);
  });

  it('is trained together with its dequantizer, and every bit of the score is accounted for', async () => {
    const dequantizer = buildDequantizer(noise(), rng(5));
    const flow = withDequantizer(buildFlow(recipe([1, 1, 1]), rng(1)), dequantizer);
    const batch = pictures(8);
    const before = [...dequantizer.parameters.at(-1)!.dataSync()];
    const objective = dequantizedNll({ dequantizer, nextBatch: () => batch, rng: rng(6) });
    const losses: number[] = [];
    for await (const { loss } of minimise(flow, objective, { steps: 6, learningRate: 0.02 })) losses.push(loss);
    expect(losses.at(-1)).toBeLessThan(losses[0]! - 1);
    expect([...dequantizer.parameters.at(-1)!.dataSync()]).not.toEqual(before);

    const terms = bitsLedger(flow, dequantizer, batch, rng(7), 2);
    const { elbo } = dequantizedBound(flow, dequantizer, batch, rng(7), 2);
    const total = terms.reduce((sum, { bits }) => sum + bits, 0);
    expect(total).toBeCloseTo(bitsPerDim(-tf.mean(elbo).dataSync()[0]!, 16), 4);
  });

  it.each<[string, Partial<FlowPlusPlusOptions>, string]>([
    ['an odd height', { height: 3 }, 'height must be a multiple of 2 and width one of 4'],
    ['a width that cannot be squeezed and coloured', { width: 6 }, 'got 4 × 6'],
    ['no channels', { channels: 0 }, 'flowPlusPlus: channels must be a whole number ≥ 1, got 0'],
    ['heads that do not divide', { heads: 3 }, 'flowPlusPlus: heads must divide the 4 filters, got 3'],
    ['no components', { components: 0 }, 'flowPlusPlus: components'],
    ['a stage without couplings', { couplings: [1, 0, 1] }, 'flowPlusPlus: couplings (channels)'],
  ])('refuses %s', (_, wrong, message) => {
    expect(() => flowPlusPlus({ ...small, ...wrong })).toThrow(RangeError);
    expect(() => flowPlusPlus({ ...small, ...wrong })).toThrow(message);
  });

  it('refuses noise for images of odd width or one level', () => {
    expect(() => flowPlusPlusDequantizer({ ...small, levels, width: 3 })).toThrow('width must be even');
    expect(() => flowPlusPlusDequantizer({ ...small, levels: 1 })).toThrow('levels must be ≥ 2, got 1');
  });
});
