/** What a script may hold for continuous flows, one file each, and what each stands on. */
import flow from './classes/continuous.py?raw';
import adaptive from './classes/dopri5.py?raw';
import concatLayer from './classes/field_concat.py?raw';
import squashLayer from './classes/field_concat_squash.py?raw';
import ignoreLayer from './classes/field_ignore.py?raw';
import field from './classes/mlp_field.py?raw';
import fixed from './classes/runge_kutta.py?raw';
import { linear } from './classes.ts';
import { define } from './python.ts';

export const ignore = define('Ignore', ignoreLayer, linear);
export const concat = define('Concat', concatLayer, linear);
export const concatSquash = define('ConcatSquash', squashLayer, linear);
export const mlpField = define('MlpField', field);
export const rungeKutta = define('RungeKutta', fixed);
export const dopri5 = define('Dopri5', adaptive);
export const continuous = define('Continuous', flow);
