import { list, positiveInteger } from '../argument-checks.ts';
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
  positiveInteger(`${recipe}: dimensions`, dimensions);
  positiveInteger(`${recipe}: layers`, layers);
}

/** Sizes of a stack of couplings, each with a network. */
export function checkCouplingSizes(
  recipe: string,
  { dimensions, layers, hidden }: { dimensions: number; layers: number; hidden: readonly number[] },
): void {
  checkSizes(recipe, dimensions, layers);
  if (dimensions < 2) {
    throw new RangeError(`${recipe}: dimensions must be ≥ 2 (a coupling keeps some, moves some), got ${dimensions}.`);
  }
  list(`${recipe}: hidden`, hidden);
}
