import { describe, expect, it } from 'vitest';
import { rng } from '#numerics';
import { buildFlow } from './build.ts';
import type { FlowSpec } from './spec.ts';
import { loadWeights, saveWeights, weightsHash } from './weights.ts';

const spec: FlowSpec = {
  base: { kind: 'standard-normal', dimensions: 2 },
  layers: [
    { kind: 'actnorm', dimensions: 2 },
    { kind: 'lu-linear', dimensions: 2 },
  ],
};

describe('weights', () => {
  it('are parameters in order, then state, float32 little-endian', () => {
    const flow = buildFlow(spec, rng(1));
    const buffer = saveWeights(flow);
    // logScale, shift [2] + [2]; factors [2, 2]; bias [2]; state: initialised [1].
    expect(buffer.byteLength).toBe(4 * (2 + 2 + 4 + 2 + 1));
    const values = Float32Array.from({ length: 11 }, (_, i) => i + 0.5);
    const view = new DataView(buffer);
    values.forEach((value, i) => view.setFloat32(4 * i, value, true));
    loadWeights(flow, buffer);
    const [logScale, shift, factors, bias] = flow.parameters.map((parameter) => [...parameter.dataSync()]);
    expect([logScale, shift, factors, bias]).toEqual([
      [0.5, 1.5],
      [2.5, 3.5],
      [4.5, 5.5, 6.5, 7.5],
      [8.5, 9.5],
    ]);
    expect([...flow.bijection.state![0]!.dataSync()]).toEqual([10.5]);
    expect(new Uint8Array(saveWeights(flow))).toEqual(new Uint8Array(buffer));
  });

  it('of another size are refused, and leave the flow as it was', () => {
    const flow = buildFlow(spec, rng(1));
    const before = weightsHash(saveWeights(flow));
    expect(() => loadWeights(flow, new ArrayBuffer(40))).toThrow(RangeError);
    expect(() => loadWeights(flow, new ArrayBuffer(40))).toThrow('the buffer has 40 bytes');
    expect(weightsHash(saveWeights(flow))).toBe(before);
  });

  it('are hashed by SHA-256', () => {
    // FIPS 180-4, the example "abc".
    expect(weightsHash(new TextEncoder().encode('abc').buffer)).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });
});
