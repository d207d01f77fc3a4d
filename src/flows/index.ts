export type {
  Bijection,
  Composition,
  Conditioner,
  Distribution,
  Flow,
  MaskedConditioner,
  Pulled,
  Pushed,
  Transformer,
} from './types.ts';
export { actnorm } from './bijections/actnorm.ts';
export { autoregressive } from './bijections/autoregressive.ts';
export type { AutoregressiveOptions } from './bijections/autoregressive.ts';
export { batchNorm } from './bijections/batch-norm.ts';
export type { BatchNorm, BatchNormOptions } from './bijections/batch-norm.ts';
export { compose } from './bijections/compose.ts';
export { coupling } from './bijections/coupling.ts';
export type { CouplingOptions } from './bijections/coupling.ts';
export { householder } from './bijections/householder.ts';
export type { HouseholderOptions } from './bijections/householder.ts';
export { elementwise } from './bijections/elementwise.ts';
export type { ElementwiseOptions } from './bijections/elementwise.ts';
export { invert } from './bijections/invert.ts';
export { luLinear } from './bijections/lu-linear.ts';
export { permutation } from './bijections/permutation.ts';
export { planar, planarDirection } from './bijections/planar.ts';
export type { PlanarActivation, PlanarOptions } from './bijections/planar.ts';
export { pluLinear } from './bijections/plu-linear.ts';
export type { PluLinearOptions } from './bijections/plu-linear.ts';
export { radial } from './bijections/radial.ts';
export type { RadialOptions } from './bijections/radial.ts';
export { additiveTransformer } from './transformers/additive.ts';
export { affineTransformer } from './transformers/affine.ts';
export { invertTransformer } from './transformers/invert-transformer.ts';
export { exponentialMap } from './transformers/exponential-map.ts';
export { hyperbolicTangent } from './transformers/hyperbolic-tangent.ts';
export { leakyRelu } from './transformers/leaky-relu.ts';
export { linearSpline } from './transformers/linear-spline.ts';
export type { LinearSplineOptions } from './transformers/linear-spline.ts';
export { mixtureCdf } from './transformers/mixture-cdf.ts';
export type { MixtureCdfOptions } from './transformers/mixture-cdf.ts';
export { gaussianFamily, logisticFamily } from './transformers/mixture-components.ts';
export type { MixtureFamily } from './transformers/mixture-components.ts';
export { rationalQuadraticSpline } from './transformers/rational-quadratic-spline.ts';
export type { RationalQuadraticSplineOptions } from './transformers/rational-quadratic-spline.ts';
export { sigmoid } from './transformers/sigmoid.ts';
export type { Interval } from './transformers/spline-bins.ts';
export {
  arctanClamp,
  exponential,
  reciprocal,
  sigmoidGate,
  softClamp,
  softClip,
  softplusScale,
} from './transformers/scale-maps.ts';
export type { ScaleMap } from './transformers/scale-maps.ts';
export { hiddenDegrees, madeMasks, maskConnectivity } from './conditioners/made-masks.ts';
export type { MadeMasksOptions, Mask } from './conditioners/made-masks.ts';
export { made, residualMade } from './conditioners/made.ts';
export type { MadeOptions, ResidualMadeOptions } from './conditioners/made.ts';
export { mlp } from './conditioners/mlp.ts';
export type { Activation, MlpOptions } from './conditioners/mlp.ts';
export { residualMlp } from './conditioners/residual-mlp.ts';
export type { ResidualMlpOptions } from './conditioners/residual-mlp.ts';
export { categoricalAutoregressive } from './distributions/categorical-autoregressive.ts';
export type { CategoricalOptions } from './distributions/categorical-autoregressive.ts';
export { standardNormal } from './distributions/standard-normal.ts';
export { jacobian, logAbsDet } from './jacobian.ts';
export { disposeFlow, flow } from './flow.ts';
export { buildFlow, describeLayers } from './build.ts';
export type { LayerDescription, SpecifiedFlow } from './build.ts';
export { fuse } from './fusion/fuse.ts';
export type { FusedFlow, Fusion } from './fusion/fuse.ts';
export { lowerFlow } from './fusion/lower.ts';
export type { Direction, Lowered } from './fusion/lower.ts';
export * from './flow-specs.ts';
export { loadWeights, saveWeights, weightsHash } from './weights.ts';
export { adam } from './fitting/adam.ts';
export type { Adam, AdamOptions, AdamState } from './fitting/adam.ts';
export { fit } from './fitting/fit.ts';
export { minimise } from './fitting/minimise.ts';
export type { FitOptions, FitStep } from './fitting/minimise.ts';
export { nll } from './fitting/nll.ts';
export type { Objective } from './fitting/objective.ts';
export { logUnnormalised, reverseKl } from './fitting/reverse-kl.ts';
export type { ReverseKlOptions, UnnormalisedDensity } from './fitting/reverse-kl.ts';
export { parameterCount } from './fitting/parameter-vector.ts';
export { TrainingDiverged } from './fitting/training-diverged.ts';
export {
  autoregressivePattern,
  batchIndependence,
  couplingPattern,
  integral,
  inverseLogDet,
  jacobianZeros,
  leakedTensors,
  logDetAgainstAutodiff,
  logDetSize,
  perturb,
  roundTrip,
  sameSeedSameBits,
  saveLoadExact,
} from './laws.ts';
