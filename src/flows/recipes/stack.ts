import type { FlowSpec, LayerSpec } from '../spec.ts';

/** The side on which a layer's formula is read forwards: `sampling` (z → x) or `scoring` (x → z). */
export type FastSide = 'sampling' | 'scoring';

/** The same layer `layers` times on a standard normal base, turned round where scoring is to be the fast side. */
export function stack(
  recipe: string,
  { dimensions, layers, layer, fast }: { dimensions: number; layers: number; layer: LayerSpec; fast: FastSide },
): FlowSpec {
  if (fast !== 'sampling' && fast !== 'scoring') {
    throw new RangeError(`${recipe}: fast must be sampling or scoring, got ${JSON.stringify(fast)}.`);
  }
  return {
    base: { kind: 'standard-normal', dimensions },
    layers: Array.from({ length: layers }, () =>
      structuredClone(fast === 'sampling' ? layer : ({ kind: 'invert', of: layer } satisfies LayerSpec)),
    ),
  };
}

export function checkSizes(recipe: string, dimensions: number, layers: number): void {
  if (!Number.isInteger(dimensions) || dimensions < 1) {
    throw new RangeError(`${recipe}: dimensions must be a whole number ≥ 1, got ${dimensions}.`);
  }
  if (!Number.isInteger(layers) || layers < 1) {
    throw new RangeError(`${recipe}: layers must be a whole number ≥ 1, got ${layers}.`);
  }
}
