import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rng } from '#numerics';
import { buildFlow } from '../build.ts';
import { disposeFlow } from '../flow.ts';
import { realNvp } from '../recipes/real-nvp.ts';
import type { FlowSpec, LayerSpec } from '../spec.ts';
import { saveWeights } from '../weights.ts';
import { toPyTorch, toTypeScript } from './index.ts';
import { specimens } from './specimens.ts';

const exporters = [toPyTorch, toTypeScript];
const nvp = realNvp({ dimensions: 2, layers: 2, hidden: [4] });

/** Several specimens' layers, of one size and without context, in one flow. */
const anyFlow: fc.Arbitrary<FlowSpec> = fc.constantFrom(1, 2, 5).chain((dimensions) => {
  const layers = specimens
    .filter(({ spec, context }) => spec.base.dimensions === dimensions && context === 0)
    .flatMap(({ spec }) => spec.layers.slice(1));
  return fc
    .array(fc.constantFrom(...layers), { minLength: 1, maxLength: 6 })
    .map((chosen) => ({ base: { kind: 'standard-normal', dimensions }, layers: chosen }));
});

describe('exporters', () => {
  it('write every flow, the same way each time, with as many weights as the flow saves', () => {
    const law = fc.property(anyFlow, (spec) => {
      const flow = buildFlow(spec, rng(1));
      const weights = saveWeights(flow);
      disposeFlow(flow);
      for (const write of exporters) {
        const code = write({ spec, weights });
        expect(write({ spec: structuredClone(spec), weights })).toBe(code);
        expect(code).not.toMatch(/undefined|NaN|Infinity|\[object/);
      }
    });
    fc.assert(law, { seed: 1, numRuns: 60 });
  });

  it('leave the JSON as it was, and out of Python the classes that the flow does not use', () => {
    const before = structuredClone(nvp);
    const script = toPyTorch({ spec: nvp });
    expect(nvp).toEqual(before);
    const classes = [...script.matchAll(/^class (\w+)/gm)].map((match) => match[1]);
    expect(classes.sort()).toEqual(
      [
        'ActNorm',
        'Affine',
        'Composition',
        'Coupling',
        'FeedForward',
        'Flow',
        'Linear',
        'Mlp',
        'SoftClamp',
        'StandardNormal',
      ].sort(),
    );
  });

  it('let no title end its comment', () => {
    expect(toPyTorch({ spec: nvp, title: '"""\nimport os' }).split('\n')[0]).toContain("''' import os");
    expect(toTypeScript({ spec: nvp, title: '*/ alert() /*' })).toContain('/** * / alert() /*:');
  });

  it.each(exporters)('refuse weights of another flow, naming both sizes (%o)', (write) => {
    // Two couplings of 2·4 + 4 and 4·4 + 4 weights and biases, and 2 + 2 + 1 numbers of the activation normalization.
    expect(() => write({ spec: nvp, weights: new ArrayBuffer(16) })).toThrow(RangeError);
    expect(() => write({ spec: nvp, weights: new ArrayBuffer(16) })).toThrow(
      "weights must have 276 bytes, this flow's 69 numbers as float32, got 16; were they saved from another flow?",
    );
  });

  it.each(exporters)('refuse kinds that do not exist and numbers that no code can hold (%o)', (write) => {
    const spec = (layer: unknown): FlowSpec => ({ ...nvp, layers: [layer as LayerSpec] });
    expect(() => write({ spec: spec({ kind: 'spiral' }) })).toThrow('layer: kind must be one of permutation');
    expect(() => write({ spec: spec({ kind: 'toString' }) })).toThrow(TypeError);
    expect(() => write({ spec: spec({ kind: 'actnorm', dimensions: NaN }) })).toThrow('must be finite, got NaN');
  });
});
