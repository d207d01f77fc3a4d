/** What the library's factories take where FlowSpec says nothing. Written out in every export: a test holds them to the library's. */
export const luEpsilon = 1e-3;
export const batchNormEpsilon = 1e-5;
export const batchNormMomentum = 0.1;
export const radialFloor = 1e-30;
export const least = { minWidth: 1e-3, minHeight: 1e-3, minSlope: 1e-3 };
export const mixtureSpread = 2;
export const sigmoidMargin = 1e-6;
export const sigmoidTemperature = 1;

/** Where bracketed roots end: at this share of their size, or after so many steps. */
export const planarRoots = { tolerance: 1e-12, steps: 100 };
export const mixtureRoots = { tolerance: 1e-10, steps: 100 };

/** Of the class-conditional base: the deviation of its initial means, and classes that come equally often. */
export const classSpread = 2;
export const evenWeights = (classes: number): number[] => new Array<number>(classes).fill(1);

/** How near the logit layer lets a share of the unit interval come to 0 and 1. */
export const logitMargin = (alpha: number): number => Math.min(1e-6, alpha / 2);

/** Glow's gate: s = log(σ(u + shift) + floor). */
export const gate = { shift: 2, floor: 0 };

/** Of a quadratic spline: what is added to every height before scaling, and how end bins count in the slope at linear ends. */
export const quadraticHeightFloor = 1e-3;
export const quadraticEndWeight = 0.5;

/** Of a layer normalization inside a conditioner. */
export const layerNormEpsilon = 1e-5;

/** Of an adaptive solver: what its JSON may leave out, and how its step lengths follow the error. */
export const dopri5Defaults = { relative: 1e-5, absolute: 1e-5, maxSteps: 1000 };
export const dopri5Control = { safety: 0.9, growth: 10, shrink: 0.2 };

/** How near the inverses of these curves let x come to the ends. */
export const softsignMargin = 1.1920928955078125e-7;
export const cauchyMargin = 1e-6;
export const softsignBound = 1;
