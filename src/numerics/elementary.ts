/**
 * Elementary functions that give the same bits on every engine, which `Math.exp` and its kin do not promise.
 * Only + − × ÷ and bit moves are used; each is accurate to about 1 unit in the last place.
 */
export { atan2 } from './arctangent.ts';
export { exp, expm1, tanh } from './exponential.ts';
export { log, log1p, pow } from './logarithm.ts';
export { cos, sin } from './sine.ts';
