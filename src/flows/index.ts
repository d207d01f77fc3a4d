// What everything is made of
export type {
  Bijection,
  Composition,
  Conditioner,
  Dequantizer,
  Distribution,
  Explained,
  Flow,
  LedgerTerm,
  MaskedConditioner,
  Pulled,
  Pushed,
  Transformer,
  VectorField,
  VelocityAndDivergence,
  VelocityAndTangent,
} from './types.ts';

// Flows from JSON, and their weights
export * from './flow-specs.ts';
export { buildFlow, describeLayers } from './build.ts';
export type { LayerDescription, SpecifiedFlow } from './build.ts';
export { buildCategorical } from './build-categorical.ts';
export type { SpecifiedCategorical } from './build-categorical.ts';
export { buildDequantizer } from './build-dequantizer.ts';
export { buildVae } from './latent/build-vae.ts';
export type { SpecifiedVae } from './latent/build-vae.ts';
export { disposeFlow, flow } from './flow.ts';
export { loadWeights, saveWeights, weightsHash } from './weights.ts';

// Composition
export { compose } from './bijections/compose.ts';
export { invert } from './bijections/invert.ts';

// Linear and normalising layers
export { permutation } from './bijections/permutation.ts';
export { luLinear } from './bijections/lu-linear.ts';
export type { LuLinearOptions } from './bijections/lu-linear.ts';
export { pluLinear } from './bijections/plu-linear.ts';
export type { PluLinearOptions } from './bijections/plu-linear.ts';
export { pluRotation } from './bijections/plu-rotation.ts';
export { fullLinear } from './bijections/full-linear.ts';
export type { FullLinearOptions } from './bijections/full-linear.ts';
export { householder } from './bijections/householder.ts';
export type { HouseholderOptions } from './bijections/householder.ts';
export { actnorm } from './bijections/actnorm.ts';
export type { ActnormOptions } from './bijections/actnorm.ts';
export { directActnorm } from './bijections/direct-actnorm.ts';
export { batchNorm } from './bijections/batch-norm.ts';
export type { BatchNorm, BatchNormOptions } from './bijections/batch-norm.ts';

// By the determinant lemma, and read off a context
export { planar, planarDirection } from './bijections/planar.ts';
export type { PlanarActivation, PlanarOptions } from './bijections/planar.ts';
export { radial } from './bijections/radial.ts';
export type { RadialOptions } from './bijections/radial.ts';
export { amortisedPlanar } from './bijections/amortised-planar.ts';
export type { AmortisedPlanarOptions } from './bijections/amortised-planar.ts';
export { conditionalAffine } from './bijections/conditional-affine.ts';
export type { ConditionalAffine, ConditionalAffineOptions } from './bijections/conditional-affine.ts';

// Layers with a transformer
export { elementwise } from './bijections/elementwise.ts';
export type { ElementwiseOptions } from './bijections/elementwise.ts';
export { coupling } from './bijections/coupling.ts';
export type { CouplingOptions } from './bijections/coupling.ts';
export { volumePreservingCoupling } from './bijections/volume-preserving-coupling.ts';
export type { VolumePreservingCouplingOptions } from './bijections/volume-preserving-coupling.ts';
export { autoregressive } from './bijections/autoregressive.ts';
export type { AutoregressiveOptions } from './bijections/autoregressive.ts';
export { logit } from './bijections/logit.ts';
export type { LogitOptions } from './bijections/logit.ts';

// Continuous
export { continuous } from './continuous/continuous.ts';
export type { ContinuousFlow, ContinuousOptions, TraceOption, Trajectory } from './continuous/continuous.ts';
export { mlpField } from './continuous/mlp-field.ts';
export type { MlpFieldOptions } from './continuous/mlp-field.ts';
export { drawProbe } from './continuous/trace.ts';
export type { Trace } from './continuous/trace.ts';

// Images
export { conv1x1 } from './images/conv1x1.ts';
export type { Conv1x1Options } from './images/conv1x1.ts';
export { multiScale } from './images/multi-scale.ts';
export type { MultiScaleLevel } from './images/multi-scale.ts';
export { flatten } from './images/flatten.ts';
export { flattened } from './images/flattened.ts';
export { imageCoupling } from './images/image-coupling.ts';
export type { Half, ImageCouplingOptions } from './images/image-coupling.ts';
export type { ImageShape } from './images/image-shape.ts';
export { pixelwise } from './images/pixelwise.ts';
export type { PixelwiseOptions } from './images/pixelwise.ts';
export { channelSplit, checkerboardSplit } from './images/split.ts';
export type { CheckerboardOptions, ImageSplit } from './images/split.ts';
export { squeeze } from './images/squeeze.ts';

// Transformers
export { additiveTransformer } from './transformers/additive.ts';
export { affineTransformer } from './transformers/affine.ts';
export { shiftFirstAffineTransformer } from './transformers/shift-first-affine.ts';
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
export { leakyRelu } from './transformers/leaky-relu.ts';
export { sigmoid } from './transformers/sigmoid.ts';
export { hyperbolicTangent } from './transformers/hyperbolic-tangent.ts';
export { softsign } from './transformers/softsign.ts';
export { exponentialMap } from './transformers/exponential-map.ts';
export { cauchyCdf } from './transformers/cauchy-cdf.ts';
export { linearSpline } from './transformers/linear-spline.ts';
export type { LinearSplineOptions } from './transformers/linear-spline.ts';
export { quadraticSpline } from './transformers/quadratic-spline.ts';
export type { QuadraticSplineOptions } from './transformers/quadratic-spline.ts';
export { rationalQuadraticSpline } from './transformers/rational-quadratic-spline.ts';
export type { RationalQuadraticSplineOptions } from './transformers/rational-quadratic-spline.ts';
export type { Interval } from './transformers/spline-bins.ts';
export { mixtureCdf } from './transformers/mixture-cdf.ts';
export type { MixtureCdfOptions } from './transformers/mixture-cdf.ts';
export { gaussianFamily, logisticFamily } from './transformers/mixture-components.ts';
export type { MixtureFamily } from './transformers/mixture-components.ts';
export { chainTransformers } from './transformers/chain-transformers.ts';
export { invertTransformer } from './transformers/invert-transformer.ts';

// Conditioners
export { feedForward } from './conditioners/network.ts';
export type { FeedForwardOptions, Network } from './conditioners/network.ts';
export { mlp } from './conditioners/mlp.ts';
export type { Activation, MlpOptions } from './conditioners/mlp.ts';
export { residualMlp } from './conditioners/residual-mlp.ts';
export type { ResidualMlpOptions } from './conditioners/residual-mlp.ts';
export { made, residualMade } from './conditioners/made.ts';
export type { MadeOptions, ResidualMadeOptions } from './conditioners/made.ts';
export { hiddenDegrees, madeMasks, maskConnectivity } from './conditioners/made-masks.ts';
export type { MadeMasksOptions, Mask } from './conditioners/made-masks.ts';
export { convnet } from './conditioners/convnet.ts';
export type { ConvnetOptions, ImageConditionerSizes } from './conditioners/convnet.ts';
export { gatedConvnet } from './conditioners/gated/gated-convnet.ts';
export type { ContextLayout, GatedConvnetOptions } from './conditioners/gated/gated-convnet.ts';
export { rescaledTanh } from './conditioners/rescaled-tanh.ts';
export type { RescaledTanhOptions } from './conditioners/rescaled-tanh.ts';

// Distributions
export { categoricalAutoregressive } from './distributions/categorical-autoregressive.ts';
export type { CategoricalOptions } from './distributions/categorical-autoregressive.ts';
export { classGaussians } from './distributions/class-gaussians.ts';
export type { ClassGaussiansOptions } from './distributions/class-gaussians.ts';
export { conditionalGaussian } from './distributions/conditional-gaussian.ts';
export type { ConditionalGaussianOptions } from './distributions/conditional-gaussian.ts';
export { diagonalGaussian } from './distributions/diagonal-gaussian.ts';
export { logistic } from './distributions/logistic.ts';
export { uniform } from './distributions/uniform.ts';
export type { UniformOptions } from './distributions/uniform.ts';
export { standardNormal } from './distributions/standard-normal.ts';

// Dequantization
export { dequantizedBound } from './dequantization/dequantized-bound.ts';
export type { DequantizedBound } from './dequantization/dequantized-bound.ts';
export { dequantizedNll, withDequantizer } from './dequantization/dequantized-nll.ts';
export type { DequantizedNllOptions } from './dequantization/dequantized-nll.ts';
export { uniformDequantizer } from './dequantization/uniform-dequantizer.ts';
export { variationalDequantizer } from './dequantization/variational-dequantizer.ts';
export type { VariationalDequantizerOptions } from './dequantization/variational-dequantizer.ts';

// Latent variables
export { gaussianDivergence, latentVariableModel, logRatios } from './latent/latent-variable-model.ts';
export type { BoundTerms, LatentVariableModel, LatentVariableModelOptions } from './latent/latent-variable-model.ts';
export { bernoulliLikelihood, gaussianLikelihood } from './latent/likelihoods.ts';
export type { GaussianLikelihoodOptions, GaussianVariance, Likelihood } from './latent/likelihoods.ts';

// Scores and ledgers
export { bitsLedger } from './ledger/bits-ledger.ts';
export type { BitsTerm } from './ledger/bits-ledger.ts';
export { bitsPerDim } from './ledger/bits-per-dim.ts';
export { explainLogProb } from './ledger/explain-log-prob.ts';
export { likelihoodRatio, perturbedPoints } from './scores/likelihood-ratio.ts';
export type { LikelihoodRatioOptions } from './scores/likelihood-ratio.ts';
export { logDensities } from './scores/log-densities.ts';
export type { Scorer } from './scores/log-densities.ts';
export { entropyEstimate, typicality, typicalityThreshold } from './scores/typicality.ts';
export type { ThresholdOptions, TypicalityOptions } from './scores/typicality.ts';

// Objectives and training
export { adam } from './fitting/adam.ts';
export type { Adam, AdamOptions, AdamState } from './fitting/adam.ts';
export type { Annealing } from './fitting/annealing.ts';
export { elbo, iwae } from './fitting/elbo.ts';
export type { BoundOptions, ElboOptions } from './fitting/elbo.ts';
export { fit } from './fitting/fit.ts';
export { flowMatching } from './fitting/flow-matching.ts';
export type { FlowMatchingOptions } from './fitting/flow-matching.ts';
export { minimise } from './fitting/minimise.ts';
export type { FitOptions, FitStep } from './fitting/minimise.ts';
export { nll } from './fitting/nll.ts';
export type { Batch } from './fitting/nll.ts';
export type { Objective } from './fitting/objective.ts';
export { independentPairs, rectifiedFlow, reflowPairs } from './fitting/rectified-flow.ts';
export type { Pairs, RectifiedFlowOptions } from './fitting/rectified-flow.ts';
export { logUnnormalised, reverseKl } from './fitting/reverse-kl.ts';
export type { ReverseKlOptions, UnnormalisedDensity } from './fitting/reverse-kl.ts';
export { parameterCount } from './fitting/parameter-vector.ts';
export { TrainingDiverged } from './fitting/training-diverged.ts';

// Fused kernels
export { fuse } from './fusion/fuse.ts';
export type { FusedFlow, Fusion } from './fusion/fuse.ts';
export { lowerFlow } from './fusion/lower.ts';
export type { Direction, Lowered } from './fusion/lower.ts';

// Laws
export { jacobian, logAbsDet } from './jacobian.ts';
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
