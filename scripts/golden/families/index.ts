import type { Adapter } from '../preparation.ts';
import { actnormAdapter } from './actnorm.ts';
import { additiveCouplingAdapter } from './coupling-additive.ts';
import { affineCouplingAdapter } from './coupling-affine.ts';
import { clampedCouplingAdapter } from './coupling-clamped.ts';
import { compositeAdapter } from './flow-composite.ts';
import { elementwiseAffineAdapter } from './affine.ts';
import { linearSplineAdapter, rationalQuadraticAdapter, splineCouplingAdapter } from './splines.ts';
import { logisticMixtureAdapter } from './mixture-cdf.ts';
import { luLinearAdapter } from './lu-linear.ts';
import { monotoneAdapter } from './monotone-1d.ts';
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
  linear_spline: linearSplineAdapter,
  logistic_mixture_cdf: logisticMixtureAdapter,
  lu_linear: luLinearAdapter,
  monotone_1d: monotoneAdapter,
  permutation: permutationAdapter,
  realnvp_stack: realNvpStackAdapter,
  rq_spline: rationalQuadraticAdapter,
  rq_spline_coupling: splineCouplingAdapter,
};
