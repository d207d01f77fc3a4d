export type { Bijection, Composition, Conditioner, Distribution, Flow, Pulled, Pushed, Transformer } from './types.ts';
export { actnorm } from './bijections/actnorm.ts';
export { compose } from './bijections/compose.ts';
export { coupling } from './bijections/coupling.ts';
export type { CouplingOptions } from './bijections/coupling.ts';
export { elementwise } from './bijections/elementwise.ts';
export type { ElementwiseOptions } from './bijections/elementwise.ts';
export { invert } from './bijections/invert.ts';
export { luLinear } from './bijections/lu-linear.ts';
export { permutation } from './bijections/permutation.ts';
export { additiveTransformer } from './transformers/additive.ts';
export { affineTransformer } from './transformers/affine.ts';
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
export { exponential, reciprocal, sigmoidGate, softClamp, softClip, softplusScale } from './transformers/scale-maps.ts';
export type { ScaleMap } from './transformers/scale-maps.ts';
export { mlp } from './conditioners/mlp.ts';
export type { Activation, MlpOptions } from './conditioners/mlp.ts';
export { standardNormal } from './distributions/standard-normal.ts';
export { jacobian, logAbsDet } from './jacobian.ts';
export { disposeFlow, flow } from './flow.ts';
export { buildFlow, describeLayers } from './build.ts';
export type { LayerDescription, SpecifiedFlow } from './build.ts';
export * from './flow-specs.ts';
export { loadWeights, saveWeights, weightsHash } from './weights.ts';
export { adam } from './fitting/adam.ts';
export type { Adam, AdamOptions, AdamState } from './fitting/adam.ts';
export { fit } from './fitting/fit.ts';
export type { FitOptions, FitStep } from './fitting/fit.ts';
export { parameterCount } from './fitting/parameter-vector.ts';
export { TrainingDiverged } from './fitting/training-diverged.ts';
export {
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
