import type { ScaleSpec, TransformerSpec } from '../../spec.ts';
import { byKind } from '../by-kind.ts';
import type { ByKind } from '../by-kind.ts';
import {
  cauchyMargin,
  softsignBound,
  softsignMargin,
  gate,
  least,
  mixtureRoots,
  mixtureSpread,
  quadraticEndWeight,
  quadraticHeightFloor,
  sigmoidMargin,
  sigmoidTemperature,
} from '../constants.ts';
import { brackets, literal } from '../layout.ts';
import { construct } from './python.ts';
import type { Definition, Python } from './python.ts';
import * as classes from './transformer-classes.ts';

const table: ByKind<TransformerSpec, [], Python> = {
  additive: () => construct(classes.additive),
  affine: ({ scale }) => construct(classes.affine, { scale: scaleToPython(scale) }),
  'shift-first-affine': ({ scale }) => construct(classes.shiftFirstAffine, { scale: scaleToPython(scale) }),
  'linear-spline': ({ bins, interval }) =>
    construct(classes.linearSpline, {
      bins: literal(bins),
      interval: literal(interval),
      min_height: literal(least.minHeight),
    }),
  'quadratic-spline': ({ bins, interval, ends = 'linear' }) =>
    construct(classes.quadraticSpline, {
      bins: literal(bins),
      interval: literal(interval),
      ends: literal(ends),
      min_width: literal(least.minWidth),
      min_slope: literal(least.minSlope),
      height_floor: literal(quadraticHeightFloor),
      end_weight: literal(quadraticEndWeight),
    }),
  'rational-quadratic-spline': ({ bins, interval, ends = 'linear' }) =>
    construct(classes.rationalQuadraticSpline, {
      bins: literal(bins),
      interval: literal(interval),
      ends: literal(ends),
      min_width: literal(least.minWidth),
      min_height: literal(least.minHeight),
      min_slope: literal(least.minSlope),
      sharpness: literal(Math.LN2 / (1 - least.minSlope)),
    }),
  'logistic-mixture': (spec) => mixture(classes.logisticFamily, spec),
  'gaussian-mixture': (spec) => mixture(classes.gaussianFamily, spec),
  'leaky-relu': ({ slope }) => construct(classes.leakyRelu, { slope: literal(slope) }),
  sigmoid: ({ temperature = sigmoidTemperature }) =>
    construct(classes.sigmoid, { temperature: literal(temperature), margin: literal(sigmoidMargin) }),
  tanh: () => construct(classes.tanh),
  exp: () => construct(classes.exp),
  softsign: ({ bound = softsignBound }) =>
    construct(classes.softsign, { bound: literal(bound), margin: literal(softsignMargin) }),
  'cauchy-cdf': () => construct(classes.cauchyCdf, { margin: literal(cauchyMargin) }),
  chain: ({ of }) => construct(classes.chain, { of: brackets('[', of.map(transformerToPython), ']') }),
  invert: ({ of }) => construct(classes.invertedTransformer, { of: transformerToPython(of) }),
};

/** An elementwise map, as the call that makes it. */
export function transformerToPython(spec: TransformerSpec): Python {
  return byKind('transformer', table, spec);
}

type MixtureSpec = Extract<TransformerSpec, { components: number }>;

function mixture(family: Definition, { components, spread = mixtureSpread, logScale = { kind: 'exp' } }: MixtureSpec) {
  return construct(classes.mixtureCdf, {
    family: construct(family),
    components: literal(components),
    spread: literal(spread),
    log_scale: scaleToPython(logScale),
    tolerance: literal(mixtureRoots.tolerance),
    steps: literal(mixtureRoots.steps),
  });
}

const scales: ByKind<ScaleSpec, [], Python> = {
  exp: () => construct(classes.exponential),
  tanh: ({ bound }) => construct(classes.softClamp, { bound: literal(bound), gain: literal(1 / bound) }),
  'soft-clip': ({ bound }) => construct(classes.softClip, { bound: literal(bound) }),
  'sigmoid-gate': ({ shift = gate.shift, floor = gate.floor }) =>
    construct(classes.sigmoidGate, { shift: literal(shift), floor: literal(floor) }),
};

/** The map from the conditioner's u to a log-slope. */
export function scaleToPython(spec: ScaleSpec): Python {
  return byKind('scale', scales, spec);
}
