import type { Tensor, Tensor2D } from '#tf';
import { elementwise } from '../bijections/elementwise.ts';
import { affineTransformer } from '../transformers/affine.ts';
import { chainTransformers } from '../transformers/chain-transformers.ts';
import { cauchyCdf } from '../transformers/cauchy-cdf.ts';
import { exponentialMap } from '../transformers/exponential-map.ts';
import { hyperbolicTangent } from '../transformers/hyperbolic-tangent.ts';
import { invertTransformer } from '../transformers/invert-transformer.ts';
import { leakyRelu } from '../transformers/leaky-relu.ts';
import { linearSpline } from '../transformers/linear-spline.ts';
import { mixtureCdf } from '../transformers/mixture-cdf.ts';
import { gaussianFamily, logisticFamily } from '../transformers/mixture-components.ts';
import { quadraticSpline } from '../transformers/quadratic-spline.ts';
import { rationalQuadraticSpline } from '../transformers/rational-quadratic-spline.ts';
import { softClamp } from '../transformers/scale-maps.ts';
import { sigmoid } from '../transformers/sigmoid.ts';
import { softsign } from '../transformers/softsign.ts';
import type { Transformer } from '../types.ts';
import { d, signed } from './signed-layers.ts';
import type { Signs, Specimen } from './signed-layers.ts';

/** Every elementwise curve with its four results signed: x, log|∂x/∂z|, z, log|∂z/∂x|. */
const withSigns = (curve: Transformer, signs: Signs): Transformer => {
  const turn = <T extends Tensor>(which: number, tensor: T): T =>
    signed(signs[which], tensor) as Tensor2D as Tensor as T;
  return {
    ...curve,
    forward: (z, theta) => {
      const { x, logSlope } = curve.forward(z, theta);
      return { x: turn(0, x), logSlope: turn(1, logSlope) };
    },
    inverse: (x, theta) => {
      const { z, logSlope } = curve.inverse(x, theta);
      return { z: turn(2, z), logSlope: turn(3, logSlope) };
    },
  };
};

const curves: Transformer[] = [
  leakyRelu({ slope: 0.4 }),
  sigmoid(),
  hyperbolicTangent,
  exponentialMap,
  softsign({ bound: 1.5 }),
  cauchyCdf,
  linearSpline({ bins: 5 }),
  quadraticSpline({ bins: 5 }),
  rationalQuadraticSpline({ bins: 5 }),
  mixtureCdf({ family: logisticFamily, components: 3 }),
  mixtureCdf({ family: gaussianFamily, components: 3 }),
  chainTransformers([invertTransformer(affineTransformer({ scale: softClamp(1) })), leakyRelu({ slope: 0.4 })]),
];

export const signedCurves: Specimen[] = curves.map((transformer) => ({
  name: `elementwise ${transformer.name}`,
  rightSigns: [1, 1, 1, 1],
  real: () => elementwise({ transformer, dimensions: d }),
  rewritten: (signs) => elementwise({ transformer: withSigns(transformer, signs), dimensions: d }),
}));
