import { energyNames } from '#datasets';
import type { DigitsSpec, EnergySpec, PlanarSpec } from '#datasets';
import type { FlowSpec } from '#flow-specs';
import type { Annealing } from '#flows';
import type { Schedule } from './schedule.ts';

/** What a flow on the plane learns: a distribution that can be drawn from, or an energy. */
export type PlaneData = PlanarSpec | EnergySpec;
/** What a flow learns. The names do not overlap. */
export type DataSpec = PlaneData | DigitsSpec;

/** How a flow is trained: Adam on batches that are drawn anew for every step, gradients clipped by their global norm. */
export type TrainSpec = {
  /**
   * nll: likelihood of draws from the data; flow-matching: regression of a continuous flow's field on straight paths to such
   * draws (its loss has no unit of nats); reverse-kl: to an energy, from draws of the flow.
   */
  objective: 'nll' | 'flow-matching' | 'reverse-kl';
  batch: number;
  learningRate: number;
  clipNorm: number;
  /** Where a run stops by itself; *play* goes on beyond it. */
  steps: number;
  /**
   * Stops early: scored every so many steps, training ends when `patience` scores in a row were no better than the best, and
   * the best weights are the result.
   */
  stopping?: { every: number; patience: number };
  /** How the learning rate falls over `steps`; it stays where this is left out. */
  schedule?: Schedule;
  /** Reverse KL only: begins with a flatter energy, so that a flow meets all of its modes. */
  annealing?: Annealing;
};

/** Everything that decides a run: the same recipe gives the same weights, byte for byte, on the same backend. */
export type Recipe = { data: DataSpec; flow: FlowSpec; train: TrainSpec; seed: number };

export function isEnergy(data: DataSpec): data is EnergySpec {
  return (energyNames as readonly string[]).includes(data.name);
}

/** Data that a formula draws, of which there are many to choose from. */
export function isDrawn(data: DataSpec): data is PlanarSpec {
  return !isEnergy(data) && data.name !== 'digits';
}

/** @throws RangeError for images, which no view of the plane can show. */
export function planeSpec(data: DataSpec): PlaneData {
  if (data.name === 'digits') throw new RangeError('recipe: digits are images, not points of a plane.');
  return data;
}

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
