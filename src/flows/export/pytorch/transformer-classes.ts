/** The elementwise maps a script may hold, one file each, and what each stands on. */
import additiveMap from './classes/additive.py?raw';
import affineMap from './classes/affine.py?raw';
import cauchy from './classes/cauchy_cdf.py?raw';
import chained from './classes/chain.py?raw';
import expMap from './classes/exp.py?raw';
import exponentialScale from './classes/exponential.py?raw';
import gaussian from './classes/gaussian_family.py?raw';
import inverted from './classes/inverted_transformer.py?raw';
import rectifier from './classes/leaky_relu.py?raw';
import piecewiseLinear from './classes/linear_spline.py?raw';
import logistic from './classes/logistic_family.py?raw';
import mixture from './classes/mixture_cdf.py?raw';
import rationalQuadratic from './classes/rational_quadratic_spline.py?raw';
import shiftFirst from './classes/shift_first_affine.py?raw';
import sigmoidMap from './classes/sigmoid.py?raw';
import gate from './classes/sigmoid_gate.py?raw';
import clamp from './classes/soft_clamp.py?raw';
import clip from './classes/soft_clip.py?raw';
import soft from './classes/softsign.py?raw';
import bins from './classes/spline_bins.py?raw';
import tanhMap from './classes/tanh.py?raw';
import { bracketedRoot } from './classes.ts';
import { define } from './python.ts';

const splineBins = define('cut_interval', bins);

export const exponential = define('Exponential', exponentialScale);
export const softClamp = define('SoftClamp', clamp);
export const softClip = define('SoftClip', clip);
export const sigmoidGate = define('SigmoidGate', gate);

export const additive = define('Additive', additiveMap);
export const affine = define('Affine', affineMap);
export const shiftFirstAffine = define('ShiftFirstAffine', shiftFirst);
export const linearSpline = define('LinearSpline', piecewiseLinear, splineBins);
export const rationalQuadraticSpline = define('RationalQuadraticSpline', rationalQuadratic, splineBins);
export const logisticFamily = define('LogisticFamily', logistic);
export const gaussianFamily = define('GaussianFamily', gaussian);
export const mixtureCdf = define('MixtureCdf', mixture, bracketedRoot);
export const leakyRelu = define('LeakyRelu', rectifier);
export const sigmoid = define('Sigmoid', sigmoidMap);
export const tanh = define('Tanh', tanhMap);
export const exp = define('Exp', expMap);
export const softsign = define('Softsign', soft);
export const cauchyCdf = define('CauchyCdf', cauchy);
export const chain = define('Chain', chained);
export const invertedTransformer = define('InvertedTransformer', inverted);
