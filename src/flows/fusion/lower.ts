import type { KernelProgram, KernelStep } from '#kernels';
import { parameterCount } from '../fitting/parameter-vector.ts';
import type { SpecifiedFlow } from '../build.ts';
import type { BaseSpec, LayerSpec } from '../spec.ts';
import { lowerConditioned } from './lower-conditioned.ts';
import { lowerContinuous } from './lower-continuous.ts';
import { NotFusable } from './not-fusable.ts';

export type Direction = 'scoring' | 'sampling';
/** What has no kernel: a layer by its index, or the base; and what it lacks. */
export type Obstacle = { layer: number | 'base'; kind: LayerSpec['kind'] | BaseSpec['kind']; reason: string };
export type Lowered = { program: KernelProgram } | Obstacle;

/** What a layer's translation knows: the layer's first place in the flat parameters, and the direction it is read in. */
export type Reading = { offset: number; inverse: boolean };

/**
 * A flow as a kernel program, in one direction. Scoring starts at the flow's last layer and reads every formula from x to z.
 * Parameters are numbered as `saveWeights` writes them.
 */
export function lowerFlow({ spec, bijection }: SpecifiedFlow, direction: Direction): Lowered {
  if (spec.base.kind !== 'standard-normal') {
    return { layer: 'base', kind: spec.base.kind, reason: 'the kernels know the standard normal base only' };
  }
  const inverse = direction === 'scoring';
  const steps: KernelStep[] = [];
  let offset = 0;
  for (const [i, layer] of spec.layers.entries()) {
    try {
      steps.push(lowerLayer(layer, { offset, inverse }));
    } catch (error) {
      if (!(error instanceof NotFusable)) throw error;
      return { layer: i, kind: layer.kind, reason: error.message };
    }
    offset += parameterCount(bijection.layers[i]!.parameters);
  }
  if (inverse) steps.reverse();
  return { program: { dimensions: spec.base.dimensions, parameters: offset, steps } };
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
      return lowerLayer(spec.of, { offset, inverse: !inverse });
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

/** Factors are multiplied and inverted once a batch, in d³ steps. */
function checkSquare(dimensions: number): void {
  if (dimensions > 128) throw new NotFusable('its matrix has more than 128 dimensions');
}
