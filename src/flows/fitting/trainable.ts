import type { Variable } from '#tf';

/** What training, saving and freeing need of a model: a flow keeps its state in its bijection, other models have it themselves. */
export type Trainable = {
  readonly parameters: readonly Variable[];
  readonly state?: readonly Variable[] | undefined;
  readonly bijection?: { readonly state?: readonly Variable[] | undefined };
};

/** What is saved and not trained. */
export const stateOf = ({ state, bijection }: Trainable): readonly Variable[] => state ?? bijection?.state ?? [];
