import type { PlanarSpec } from '#datasets';
import type { FlowSpec } from '#flow-specs';

/** How a flow is trained: mini-batches of fresh draws, Adam, gradients clipped by their global norm. */
export type TrainSpec = {
  objective: 'nll';
  batch: number;
  learningRate: number;
  clipNorm: number;
  /** Where a run stops by itself; *play* goes on beyond it. */
  steps: number;
};

/** Everything that decides a run: the same recipe gives the same weights, byte for byte, on the same backend. */
export type Recipe = { data: PlanarSpec; flow: FlowSpec; train: TrainSpec; seed: number };

/** Two recipes describe the same model (so that weights of one fit the other) when their flows are equal. */
export function sameFlow(a: Recipe, b: Recipe): boolean {
  return canonical(a.flow) === canonical(b.flow);
}

/** Two recipes describe the same run but for its seed and learning rate, which a reader may change on the way. */
export function sameTask(a: Recipe, b: Recipe): boolean {
  return sameFlow(a, b) && canonical(a.data) === canonical(b.data);
}

/** JSON with sorted keys, so that equal values have equal text. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
