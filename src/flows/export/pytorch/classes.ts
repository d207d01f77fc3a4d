/** The classes a script may hold, one file each, and what each stands on. */
import activationNormalization from './classes/actnorm.py?raw';
import autoregressiveLayer from './classes/autoregressive.py?raw';
import batchNormalisation from './classes/batch_norm.py?raw';
import root from './classes/bracketed_root.py?raw';
import couplingLayer from './classes/coupling.py?raw';
import elementwiseLayer from './classes/elementwise.py?raw';
import feedForwardNetwork from './classes/feed_forward.py?raw';
import householderProduct from './classes/householder.py?raw';
import invertedLayer from './classes/inverted.py?raw';
import leakyRidgeFunction from './classes/leaky_ridge.py?raw';
import linearLayer from './classes/linear.py?raw';
import lu from './classes/lu_linear.py?raw';
import madeNetwork from './classes/made.py?raw';
import masksOfMade from './classes/made_masks.py?raw';
import multilayerPerceptron from './classes/mlp.py?raw';
import permutationLayer from './classes/permutation.py?raw';
import planarLayer from './classes/planar.py?raw';
import plu from './classes/plu_linear.py?raw';
import radialLayer from './classes/radial.py?raw';
import residualMadeNetwork from './classes/residual_made.py?raw';
import residualNetwork from './classes/residual_mlp.py?raw';
import tanhRidgeFunction from './classes/tanh_ridge.py?raw';
import { define } from './python.ts';

export const bracketedRoot = define('bracketed_root', root);
const linear = define('Linear', linearLayer);
const madeMasks = define('made_masks', masksOfMade);

export const permutation = define('Permutation', permutationLayer);
export const luLinear = define('LuLinear', lu);
export const pluLinear = define('PluLinear', plu);
export const householder = define('Householder', householderProduct);
export const tanhRidge = define('TanhRidge', tanhRidgeFunction, bracketedRoot);
export const leakyRidge = define('LeakyRidge', leakyRidgeFunction);
export const planar = define('Planar', planarLayer);
export const radial = define('Radial', radialLayer);
export const actnorm = define('ActNorm', activationNormalization);
export const batchNorm = define('BatchNorm', batchNormalisation);
export const coupling = define('Coupling', couplingLayer);
export const autoregressive = define('Autoregressive', autoregressiveLayer);
export const elementwise = define('Elementwise', elementwiseLayer);
export const inverted = define('Inverted', invertedLayer);

export const feedForward = define('FeedForward', feedForwardNetwork, linear);
export const mlp = define('Mlp', multilayerPerceptron, feedForward);
export const residualMlp = define('ResidualMlp', residualNetwork, linear);
export const made = define('Made', madeNetwork, madeMasks, mlp);
export const residualMade = define('ResidualMade', residualMadeNetwork, madeMasks, residualMlp);
