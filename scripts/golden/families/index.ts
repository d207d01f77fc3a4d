import type { Adapter } from '../preparation.ts';
import { actnormAdapter } from './actnorm.ts';
import { imageActnormAdapter } from './actnorm-image.ts';
import { conv1x1Adapter, pluConv1x1Adapter } from './conv1x1.ts';
import { imageCouplingAdapter } from './coupling-image.ts';
import { glowAdapter } from './glow.ts';
import { multiScaleAdapter } from './multiscale.ts';
import { squeezeSplitAdapter } from './squeeze-split.ts';
import { additiveCouplingAdapter } from './coupling-additive.ts';
import { affineCouplingAdapter } from './coupling-affine.ts';
import { clampedCouplingAdapter, volumePreservingAdapter } from './coupling-clamped.ts';
import { iafAdapter, mafAdapter, mafFlowAdapter } from './autoregressive.ts';
import { batchNormAdapter } from './batchnorm.ts';
import { continuousAdapter, linearFieldAdapter } from './continuous.ts';
import { compositeAdapter } from './flow-composite.ts';
import { elementwiseAffineAdapter } from './affine.ts';
import { householderAdapter } from './householder.ts';
import { luLinearAdapter } from './lu-linear.ts';
import { madeMasksAdapter } from './made-masks.ts';
import { logisticMixtureCouplingAdapter } from './logistic-mixture-coupling.ts';
import { bitsPerDimAdapter } from './bits-per-dim.ts';
import { dequantizeLogitAdapter } from './dequantize-logit.ts';
import {
  linearSplineAdapter,
  quadraticSplineAdapter,
  rationalQuadraticAdapter,
  splineAutoregressiveAdapter,
  splineCouplingAdapter,
} from './splines.ts';
import { gaussianMixtureAdapter, logisticMixtureAdapter } from './mixture-cdf.ts';
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
  actnorm_image: imageActnormAdapter,
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
  coupling_image: imageCouplingAdapter,
  flow_composite: compositeAdapter,
  glow_full: glowAdapter,
  iaf: iafAdapter,
  invertible_1x1_conv: conv1x1Adapter,
  invertible_1x1_conv_lu: pluConv1x1Adapter,
  multiscale: multiScaleAdapter,
  squeeze_split: squeezeSplitAdapter,
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
  rq_spline_autoregressive: splineAutoregressiveAdapter,
  quadratic_spline: quadraticSplineAdapter,
  quadratic_spline_coupling: splineCouplingAdapter,
  quadratic_spline_autoregressive: splineAutoregressiveAdapter,
  linear_spline_coupling: splineCouplingAdapter,
  linear_spline_autoregressive: splineAutoregressiveAdapter,
  coupling_volume_preserving: volumePreservingAdapter,
  gaussian_mixture_cdf: gaussianMixtureAdapter,
};

/** Other names under which a family may come. */
const aliases: Record<string, string | undefined> = {
  nice: 'coupling_additive',
  additive_coupling: 'coupling_additive',
  affine_coupling: 'coupling_affine',
  realnvp_coupling: 'coupling_affine',
  coupling_glow: 'coupling_affine_clamped',
  coupling_clamped: 'coupling_affine_clamped',
  glow_coupling: 'coupling_affine_clamped',
  gin: 'coupling_volume_preserving',
  gin_coupling: 'coupling_volume_preserving',
  coupling_gin: 'coupling_volume_preserving',
  volume_preserving: 'coupling_volume_preserving',
  volume_preserving_coupling: 'coupling_volume_preserving',
  rqs_autoregressive: 'rq_spline_autoregressive',
  autoregressive_rq_spline: 'rq_spline_autoregressive',
  rq_autoregressive: 'rq_spline_autoregressive',
  maf_rq_spline: 'rq_spline_autoregressive',
  maf_rqs: 'rq_spline_autoregressive',
  spline_autoregressive: 'rq_spline_autoregressive',
  autoregressive_spline: 'rq_spline_autoregressive',
  autoregressive_linear_spline: 'linear_spline_autoregressive',
  linear_autoregressive: 'linear_spline_autoregressive',
  autoregressive_quadratic_spline: 'quadratic_spline_autoregressive',
  quadratic_autoregressive: 'quadratic_spline_autoregressive',
  rqs: 'rq_spline',
  rqs_coupling: 'rq_spline_coupling',
  spline_coupling: 'rq_spline_coupling',
  normal_mixture_cdf: 'gaussian_mixture_cdf',
  cauchy_cdf: 'monotone_1d',
  cauchy_cdf_inverse: 'monotone_1d',
  gaussian_cdf: 'monotone_1d',
  normal_cdf: 'monotone_1d',
  logistic_cdf: 'monotone_1d',
  cdf: 'monotone_1d',
  softclip: 'monotone_1d',
  soft_clip: 'monotone_1d',
  monotone: 'monotone_1d',
  elementwise: 'monotone_1d',
};

export function adapterOf(family: string): Adapter | undefined {
  return families[family] ?? families[aliases[family] ?? ''];
}
