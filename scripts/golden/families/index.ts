import type { Adapter } from '../preparation.ts';
import { actnormAdapter } from './actnorm.ts';
import { additiveCouplingAdapter } from './coupling-additive.ts';
import { affineCouplingAdapter } from './coupling-affine.ts';
import { clampedCouplingAdapter } from './coupling-clamped.ts';
import { iafAdapter, mafAdapter, mafFlowAdapter } from './autoregressive.ts';
import { batchNormAdapter } from './batchnorm.ts';
import { continuousAdapter, linearFieldAdapter } from './continuous.ts';
import { compositeAdapter } from './flow-composite.ts';
import { elementwiseAffineAdapter } from './affine.ts';
import { householderAdapter } from './householder.ts';
import { luLinearAdapter } from './lu-linear.ts';
import { madeMasksAdapter } from './made-masks.ts';
import { linearSplineAdapter, rationalQuadraticAdapter, splineCouplingAdapter } from './splines.ts';
import { logisticMixtureCouplingAdapter } from './logistic-mixture-coupling.ts';
import { logisticMixtureAdapter } from './mixture-cdf.ts';
import { bitsPerDimAdapter } from './bits-per-dim.ts';
import { dequantizeLogitAdapter } from './dequantize-logit.ts';
import { monotoneAdapter } from './monotone-1d.ts';
import { odeStepAdapter } from './ode-step.ts';
import { permutationAdapter } from './permutation.ts';
import { planarAdapter } from './planar.ts';
import { radialAdapter } from './radial.ts';
import { realNvpStackAdapter } from './realnvp-stack.ts';
import { reverseKlAdapter } from './reverse-kl.ts';
import { targetPotentialsAdapter } from './target-potentials.ts';
import { vaeElboAdapter } from './vae-elbo.ts';

/** One adapter for each family (`case`) of golden files. A family that is not here is listed as unknown. */
export const families: Record<string, Adapter | undefined> = {
  actnorm: actnormAdapter,
  affine: elementwiseAffineAdapter,
  batchnorm_flow: batchNormAdapter,
  bits_per_dim: bitsPerDimAdapter,
  coupling_additive: additiveCouplingAdapter,
  coupling_affine: affineCouplingAdapter,
  coupling_affine_clamped: clampedCouplingAdapter,
  dequantise_logit_bpd: dequantizeLogitAdapter,
  cnf: continuousAdapter,
  cnf_hutchinson: continuousAdapter,
  cnf_linear_closed_form: linearFieldAdapter,
  flow_composite: compositeAdapter,
  iaf: iafAdapter,
  householder: householderAdapter,
  lu_linear: luLinearAdapter,
  made_masks: madeMasksAdapter,
  maf: mafAdapter,
  maf_flow: mafFlowAdapter,
  linear_spline: linearSplineAdapter,
  logistic_mixture_coupling: logisticMixtureCouplingAdapter,
  logistic_mixture_cdf: logisticMixtureAdapter,
  monotone_1d: monotoneAdapter,
  ode_step: odeStepAdapter,
  permutation: permutationAdapter,
  planar: planarAdapter,
  radial: radialAdapter,
  realnvp_stack: realNvpStackAdapter,
  reverse_kl: reverseKlAdapter,
  target_potentials: targetPotentialsAdapter,
  vae_elbo: vaeElboAdapter,
  rq_spline: rationalQuadraticAdapter,
  rq_spline_coupling: splineCouplingAdapter,
};

/** Other names under which a family may come. */
const aliases: Record<string, string | undefined> = {};

export function adapterOf(family: string): Adapter | undefined {
  return families[family] ?? families[aliases[family] ?? ''];
}
