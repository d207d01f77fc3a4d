import type { Tensor, Variable } from '#tf';
import type { KernelProgram, KernelStep } from '#kernels';
import { parameterCount } from '../fitting/parameter-vector.ts';
import type { SpecifiedFlow } from '../build.ts';
import type { BaseSpec, LayerSpec } from '../spec.ts';
import type { Bijection } from '../types.ts';
import { lowerConditioned } from './lower-conditioned.ts';
import { lowerContinuous } from './lower-continuous.ts';
import { isImageKind, lowerImageLayer } from './lower-image.ts';
import type { Image } from './lower-image.ts';
import { NotFusable, checkSquare } from './not-fusable.ts';

export type Direction = 'scoring' | 'sampling';
/** What has no kernel: a layer by its index, or the base; and what it lacks. */
export type Obstacle = { layer: number | 'base'; kind: LayerSpec['kind'] | BaseSpec['kind']; reason: string };
export type Lowered =
  | {
      program: KernelProgram;
      /** What the program reads behind the parameters and does not train. */
      state: readonly Variable[];
      /** Whether each layer is one step, so that a trace of the steps is one of the layers. */
      stepwise: boolean;
    }
  | Obstacle;

/** What a layer's translation knows: its first places in the flat parameters and in the state, and the direction it is read in. */
export type Reading = { offset: number; state: number; inverse: boolean };

/**
 * A flow as a kernel program, in one direction. Scoring starts at the flow's last layer and reads every formula from x to z.
 * Parameters, and state where a layer reads it, are numbered as `saveWeights` writes them.
 */
export function lowerFlow({ spec, bijection }: SpecifiedFlow, direction: Direction): Lowered {
  if (spec.base.kind !== 'standard-normal') {
    return { layer: 'base', kind: spec.base.kind, reason: 'the kernels know the standard normal base only' };
  }
  const inverse = direction === 'scoring';
  const state = spec.layers.some(isImageKind) ? (bijection.state ?? []) : [];
  const firsts = placesOf(bijection.layers);
  const end = parameterCount(bijection.parameters);
  const groups: KernelStep[][] = [];
  let image: Image | undefined;
  // From x to z, whatever the direction: squeezing and splitting only say where an image's numbers stand.
  for (const [i, layer] of [...spec.layers.entries()].toReversed()) {
    const { offset, stateOffset } = firsts[i]!;
    const reading = { offset, state: end + stateOffset, inverse };
    try {
      if (isImageKind(layer)) {
        const lowered = lowerImageLayer(layer, image, reading);
        groups.push(lowered.steps);
        image = lowered.image;
      } else groups.push([lowerLayer(layer, reading)]);
    } catch (error) {
      if (!(error instanceof NotFusable)) throw error;
      return { layer: i, kind: layer.kind, reason: error.message };
    }
  }
  const steps = groups.flat();
  if (!inverse) steps.reverse();
  const parameters = end + parameterCount(state);
  return {
    program: { dimensions: spec.base.dimensions, parameters, steps },
    state,
    stepwise: groups.every((group) => group.length === 1),
  };
}

/** Where the parameters and the state of each layer begin. */
function placesOf(layers: readonly Bijection<Tensor>[]): { offset: number; stateOffset: number }[] {
  let [offset, stateOffset] = [0, 0];
  return layers.map(({ parameters, state = [] }) => {
    const place = { offset, stateOffset };
    offset += parameterCount(parameters);
    stateOffset += parameterCount(state);
    return place;
  });
}

function lowerLayer(spec: LayerSpec, reading: Reading): KernelStep {
  const { offset, inverse } = reading;
  switch (spec.kind) {
    case 'permutation': {
      const order = [...spec.order];
      return { kind: 'permutation', order: inverse ? order.map((_, i) => spec.order.indexOf(i)) : order };
    }
    case 'actnorm':
      return { kind: 'actnorm', inverse, logScale: offset, shift: offset + spec.dimensions };
    case 'coupling':
    case 'autoregressive':
      return lowerConditioned(spec, reading);
    case 'continuous':
      return lowerContinuous(spec, reading);
    case 'invert':
      return lowerLayer(spec.of, { ...reading, inverse: !inverse });
    case 'logit':
      return { kind: 'logit', inverse, levels: spec.levels, alpha: spec.alpha, margin: Math.min(1e-6, spec.alpha / 2) };
    case 'lu-linear': {
      const bias = offset + spec.dimensions * spec.dimensions;
      checkSquare(spec.dimensions);
      return { kind: 'linear', inverse, factors: offset, form: { kind: 'lu', bias } };
    }
    case 'plu-linear': {
      checkSquare(spec.order.length);
      const back = spec.order.map((_, i) => spec.order.indexOf(i));
      const signs = spec.signs ?? back.map(() => 1);
      return { kind: 'linear', inverse, factors: offset, form: { kind: 'glow', back, signs } };
    }
    case 'planar': {
      if (inverse) throw new NotFusable('this direction solves for a root, row by row');
      const [u, w, b] = [offset, offset + spec.dimensions, offset + 2 * spec.dimensions];
      const activation = spec.activation?.kind === 'leaky-relu' ? { slope: spec.activation.slope } : 'tanh';
      return { kind: 'planar', u, w, b, activation };
    }
    case 'radial':
      if (inverse) throw new NotFusable('there is a kernel for its other direction only');
      return { kind: 'radial', a: offset, b: offset + 1, centre: offset + 2 };
    default:
      throw new NotFusable('there is no kernel for this kind of layer');
  }
}
