import type { FusedFlow, SpecifiedFlow } from '#flows';
import type { Kernels } from '#kernels';
import type { Recipe } from './recipe.ts';

/** A flow built from a spec: layers can be walked, weights saved. Fused, it says by which kernels. */
export type TrainableFlow = SpecifiedFlow & Partial<Pick<FusedFlow, 'kernels'>>;

/** A flow at some step of its training: what an answer is computed from. */
export type Subject = { flow: TrainableFlow; recipe: Recipe; step: number; kernels?: Kernels | undefined };
