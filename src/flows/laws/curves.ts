import * as tf from '#tf';
import {
  affineTransformer,
  cauchyCdf,
  exponentialMap,
  gaussianFamily,
  hyperbolicTangent,
  leakyRelu,
  linearSpline,
  logisticFamily,
  mixtureCdf,
  quadraticSpline,
  rationalQuadraticSpline,
  sigmoid,
  softClamp,
  softsign,
} from '../index.ts';
import type { Transformer } from '../types.ts';

/** Transformers that more than one file of rows runs. */
export const affine = (scale = softClamp(2)): Transformer => affineTransformer({ scale });
export const spline = (bins = 5): Transformer => rationalQuadraticSpline({ bins, interval: [-2, 3] });
export const freeSpline: Transformer = rationalQuadraticSpline({ bins: 4, interval: [-2.5, 2], ends: 'free' });
export const parabolas: Transformer = quadraticSpline({ bins: 5, interval: [-3, 2.5] });
export const freeParabolas: Transformer = quadraticSpline({ bins: 4, interval: [-2, 2.5], ends: 'free' });
export const linear: Transformer = linearSpline({ bins: 6, interval: [-3, 2.5] });
export const logistics: Transformer = mixtureCdf({ family: logisticFamily, components: 3 });
/** Components so wide that the CDF is nowhere flat: there float32 could not tell where a point came from. */
export const wideLogistics: Transformer = mixtureCdf({
  family: logisticFamily,
  components: 2,
  logScale: (u) => tf.add(softClamp(0.5)(u), 1),
});
export const gaussians: Transformer = mixtureCdf({ family: gaussianFamily, components: 3 });
export const bend: Transformer = leakyRelu({ slope: 0.3 });

/** Their x does not fill ℝ. */
export const ontoPart: readonly Transformer[] = [
  sigmoid({ temperature: 0.7 }),
  hyperbolicTangent,
  exponentialMap,
  softsign({ bound: 2 }),
  cauchyCdf,
];
