/** The base distributions a script may hold, one file each, and what each stands on. */
import classes from './classes/class_gaussians.py?raw';
import conditional from './classes/conditional_gaussian.py?raw';
import diagonal from './classes/diagonal_gaussian.py?raw';
import gaussian from './classes/gaussian_log_prob.py?raw';
import logisticBase from './classes/logistic.py?raw';
import standard from './classes/standard_normal.py?raw';
import uniformBase from './classes/uniform.py?raw';
import { feedForward } from './classes.ts';
import { define } from './python.ts';

const gaussianLogProb = define('gaussian_log_prob', gaussian);

export const standardNormal = define('StandardNormal', standard);
export const uniform = define('Uniform', uniformBase);
export const logistic = define('Logistic', logisticBase);
export const diagonalGaussian = define('DiagonalGaussian', diagonal, gaussianLogProb);
export const conditionalGaussian = define('ConditionalGaussian', conditional, gaussianLogProb, feedForward);
export const classGaussians = define('ClassGaussians', classes, gaussianLogProb);
