import type { buildFlow } from '#flows';

/** A flow built from a spec: layers can be walked, weights saved. */
export type TrainableFlow = ReturnType<typeof buildFlow>;
