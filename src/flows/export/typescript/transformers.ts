import type { ScaleSpec, TransformerSpec } from '../../spec.ts';
import { byKind } from '../by-kind.ts';
import type { ByKind } from '../by-kind.ts';
import {
  gate,
  least,
  mixtureSpread,
  quadraticEndWeight,
  softsignBound,
  sigmoidMargin,
  sigmoidTemperature,
} from '../constants.ts';
import { brackets, literal, text } from '../layout.ts';
import { call, object } from './typescript.ts';
import type { TypeScript } from './typescript.ts';

const named = (name: string): TypeScript => text(name, name);

const table: ByKind<TransformerSpec, [], TypeScript> = {
  additive: () => named('additiveTransformer'),
  affine: ({ scale }) => call('affineTransformer', object({ scale: scaleToTypeScript(scale) })),
  'shift-first-affine': ({ scale }) => call('shiftFirstAffineTransformer', object({ scale: scaleToTypeScript(scale) })),
  'linear-spline': ({ bins, interval }) =>
    call(
      'linearSpline',
      object({ bins: literal(bins), interval: literal(interval), minHeight: literal(least.minHeight) }),
    ),
  'quadratic-spline': ({ bins, interval, ends = 'linear' }) =>
    call(
      'quadraticSpline',
      object({
        bins: literal(bins),
        interval: literal(interval),
        ends: literal(ends),
        minWidth: literal(least.minWidth),
        minSlope: literal(least.minSlope),
        endWeight: literal(quadraticEndWeight),
      }),
    ),
  'rational-quadratic-spline': ({ bins, interval, ends = 'linear' }) =>
    call(
      'rationalQuadraticSpline',
      object({
        bins: literal(bins),
        interval: literal(interval),
        ends: literal(ends),
        minWidth: literal(least.minWidth),
        minHeight: literal(least.minHeight),
        minSlope: literal(least.minSlope),
        gain: literal(1),
        identityAtZero: text('true'),
      }),
    ),
  'logistic-mixture': (spec) => mixture('logisticFamily', spec),
  'gaussian-mixture': (spec) => mixture('gaussianFamily', spec),
  'leaky-relu': ({ slope }) => call('leakyRelu', object({ slope: literal(slope) })),
  sigmoid: ({ temperature = sigmoidTemperature }) =>
    call('sigmoid', object({ temperature: literal(temperature), margin: literal(sigmoidMargin) })),
  tanh: () => named('hyperbolicTangent'),
  exp: () => named('exponentialMap'),
  softsign: ({ bound = softsignBound }) => call('softsign', object({ bound: literal(bound) })),
  'cauchy-cdf': () => named('cauchyCdf'),
  chain: ({ of }) => call('chainTransformers', brackets('[', of.map(transformerToTypeScript), ']')),
  invert: ({ of }) => call('invertTransformer', transformerToTypeScript(of)),
};

/** An elementwise map, as the call that makes it. */
export function transformerToTypeScript(spec: TransformerSpec): TypeScript {
  return byKind('transformer', table, spec);
}

type MixtureSpec = Extract<TransformerSpec, { components: number }>;

function mixture(family: string, { components, spread = mixtureSpread, logScale = { kind: 'exp' } }: MixtureSpec) {
  const options = {
    family: named(family),
    components: literal(components),
    spread: literal(spread),
    logScale: scaleToTypeScript(logScale),
  };
  return call('mixtureCdf', object(options));
}

const scales: ByKind<ScaleSpec, [], TypeScript> = {
  exp: () => named('exponential'),
  tanh: ({ bound }) => call('softClamp', literal(bound), literal(1 / bound)),
  'soft-clip': ({ bound }) => call('softClip', literal(bound)),
  'sigmoid-gate': ({ shift = gate.shift, floor = gate.floor }) =>
    call('sigmoidGate', object({ shift: literal(shift), floor: literal(floor) })),
};

/** The map from the conditioner's u to a log-slope. */
export function scaleToTypeScript(spec: ScaleSpec): TypeScript {
  return byKind('scale', scales, spec);
}
