import type { Adapter } from '../preparation.ts';
import { actnormAdapter } from './actnorm.ts';
import { additiveCouplingAdapter } from './coupling-additive.ts';
import { affineCouplingAdapter } from './coupling-affine.ts';
import { clampedCouplingAdapter } from './coupling-clamped.ts';
import { iafAdapter, mafAdapter, mafFlowAdapter } from './autoregressive.ts';
import { compositeAdapter } from './flow-composite.ts';
import { elementwiseAffineAdapter } from './affine.ts';
import { luLinearAdapter } from './lu-linear.ts';
import { madeMasksAdapter } from './made-masks.ts';
import { permutationAdapter } from './permutation.ts';
import { realNvpStackAdapter } from './realnvp-stack.ts';

/** One adapter for each family (`case`) of golden files. A family that is not here is listed as unknown. */
export const families: Record<string, Adapter | undefined> = {
  actnorm: actnormAdapter,
  affine: elementwiseAffineAdapter,
  coupling_additive: additiveCouplingAdapter,
  coupling_affine: affineCouplingAdapter,
  coupling_affine_clamped: clampedCouplingAdapter,
  flow_composite: compositeAdapter,
  iaf: iafAdapter,
  lu_linear: luLinearAdapter,
  made_masks: madeMasksAdapter,
  maf: mafAdapter,
  maf_flow: mafFlowAdapter,
  permutation: permutationAdapter,
  realnvp_stack: realNvpStackAdapter,
};
