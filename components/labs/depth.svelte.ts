import type { TrainingSession } from '#training';

/** The depth that all views of one lab and all its scrubbers share: 0 is the base, `depths` the data. */
export class SharedDepth {
  readonly #session: TrainingSession;
  /** Undefined follows the data plane, also when the number of layers changes. */
  #chosen: number | undefined = $state();

  constructor(session: TrainingSession) {
    this.#session = session;
  }

  get depths(): number {
    return this.#session.recipe.flow.layers.length;
  }

  get value(): number {
    return Math.min(this.#chosen ?? this.depths, this.depths);
  }
  set value(depth: number) {
    const whole = Math.max(0, Math.round(depth));
    this.#chosen = whole >= this.depths ? undefined : whole;
  }
}

const depths = new WeakMap<TrainingSession, SharedDepth>();

/** The depth of a session: a lab and a scrubber elsewhere on the page get the same one. */
export function depthOf(session: TrainingSession): SharedDepth {
  const found = depths.get(session) ?? new SharedDepth(session);
  depths.set(session, found);
  return found;
}
