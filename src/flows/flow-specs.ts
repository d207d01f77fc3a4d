/**
 * The page's door to this folder: flows as JSON and the named recipes that write it. Nothing behind it touches tfjs, so
 * that a page can describe a flow without loading what trains it.
 */
export type {
  BaseSpec,
  CategoricalSpec,
  ConditionerSpec,
  DequantizerSpec,
  FlowSpec,
  LayerSpec,
  MaskedConditionerSpec,
  ScaleSpec,
  TransformerSpec,
} from './spec.ts';
export type { ImageConditionerSpec, ImageLayerSpec, MultiScaleLevelSpec } from './images/specs.ts';
export type { ContinuousSpec, FieldSpec, GradientMethod, SolverSpec, TraceSpec } from './continuous/spec.ts';
export type { LikelihoodSpec, VaeSpec } from './latent/vae-spec.ts';

export { nice } from './recipes/nice.ts';
export type { NiceOptions } from './recipes/nice.ts';
export { realNvp } from './recipes/real-nvp.ts';
export type { RealNvpOptions } from './recipes/real-nvp.ts';
export { splineFlow } from './recipes/spline-flow.ts';
export type { SplineFlowOptions } from './recipes/spline-flow.ts';
export { iaf, maf } from './recipes/maf.ts';
export type { AutoregressiveFlowOptions } from './recipes/maf.ts';
export { planarFlow } from './recipes/planar-flow.ts';
export type { PlanarFlowOptions } from './recipes/planar-flow.ts';
export { radialFlow } from './recipes/radial-flow.ts';
export type { RadialFlowOptions } from './recipes/radial-flow.ts';
export type { FastSide } from './recipes/stack.ts';
export { ffjord } from './recipes/ffjord.ts';
export type { FfjordOptions } from './recipes/ffjord.ts';
export { glow } from './recipes/glow.ts';
export type { GlowOptions } from './recipes/glow.ts';
export { flowPlusPlus, flowPlusPlusDequantizer } from './recipes/flow-plus-plus.ts';
export type { FlowPlusPlusDequantizerOptions, FlowPlusPlusOptions } from './recipes/flow-plus-plus.ts';
export { classConditional, withContext } from './recipes/conditional.ts';
export type { ClassConditionalOptions } from './recipes/conditional.ts';
export { regressionFlow } from './recipes/regression-flow.ts';
export type { RegressionFlowOptions } from './recipes/regression-flow.ts';
export { vae } from './recipes/vae.ts';
export type { PosteriorName, VaeOptions } from './recipes/vae.ts';
