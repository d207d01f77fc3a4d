import { SHARD } from './arena.ts';
import type { Arena, Word } from './arena.ts';
import { ode } from './ode-record.ts';
import type { Bound } from './parameter-places.ts';
import type { ConditionedStep, KernelStep, KernelTransformer, LinearStep, Place } from './program.ts';

/** The numbers by which `assembly/walk.ts`, `affine.ts` and `network.ts` know kinds. */
export const stepKinds: Record<KernelStep['kind'], number> = {
  permutation: 0,
  actnorm: 1,
  conditioned: 2,
  planar: 3,
  linear: 4,
  radial: 5,
  ode: 10,
};
const transformers: Record<KernelTransformer['kind'], number> = {
  additive: 0,
  exponential: 1,
  'soft-clamp': 2,
  'soft-clip': 3,
  spline: 4,
  mixture: 5,
};
const activations = { linear: 0, relu: 1, tanh: 2 } as const;

/** Buffers that are empty again after every step, so that one set serves all. */
export type Scratch = {
  hidden: number;
  otherHidden: number;
  thirdHidden: number;
  turned: number;
  inputs: number;
  theta: number;
};

export function sharedScratch(room: Arena, steps: readonly KernelStep[]): Scratch {
  const conditioned = steps.filter((step) => step.kind === 'conditioned');
  const widest = Math.max(1, ...conditioned.flatMap(({ network }) => network.map(({ outputs }) => outputs)));
  const inputs = Math.max(1, ...conditioned.map(({ reads }) => reads.length));
  const features = (count: number) => room.numbers(count * SHARD);
  return {
    hidden: features(widest),
    otherHidden: features(widest),
    thirdHidden: features(widest),
    turned: features(widest),
    inputs: features(inputs),
    theta: features(widest),
  };
}

/** The record that belongs to one kind of step; its address. Fields are those of `assembly/records.ts`, in that order. */
export function stepDetail(
  room: Arena,
  step: KernelStep,
  d: number,
  at: (place: Place) => Bound,
  scratch: Scratch,
): number {
  switch (step.kind) {
    case 'permutation':
      return room.words(step.order);
    case 'actnorm': {
      const [logScale, shift] = [at(step.logScale), at(step.shift)];
      return room.words([logScale.value, shift.value, logScale.gradient, shift.gradient]);
    }
    case 'planar': {
      const places = [at(step.u), at(step.w), at(step.b)];
      const slope = step.activation === 'tanh' ? -1 : step.activation.slope;
      return room.words([
        ...places.map(({ value }) => value),
        ...places.map(({ gradient }) => gradient),
        { float: slope },
        room.numbers(SHARD),
        room.numbers(d),
        room.numbers(d),
      ]);
    }
    case 'radial': {
      const places = [at(step.a), at(step.b), at(step.centre)];
      return room.words([
        ...places.map(({ value }) => value),
        ...places.map(({ gradient }) => gradient),
        room.numbers(4 * d),
      ]);
    }
    case 'linear':
      return linear(room, step, d, at);
    case 'ode':
      return ode(room, step, d, at);
    case 'conditioned':
      return conditioned(room, step, at, scratch);
  }
}

/** The matrices of float64 take two numbers' room an entry. */
const MATRICES = 5;

function linear(room: Arena, { factors, form }: LinearStep, d: number, at: (place: Place) => Bound): number {
  const packed = at(factors);
  const bias = form.kind === 'lu' ? at(form.bias) : { value: 0, gradient: 0 };
  const glow = form.kind === 'glow';
  return room.words([
    glow ? 1 : 0,
    packed.value,
    packed.gradient,
    bias.value,
    bias.gradient,
    glow ? room.words(form.back) : 0,
    glow ? room.words(form.signs) : 0,
    room.numbers(d * d),
    room.numbers(d * d),
    room.numbers(d),
    room.numbers(d),
    room.numbers(1),
    room.numbers(1),
    room.numbers(d * SHARD),
    room.numbers(2 * MATRICES * d * d),
  ]);
}

function conditioned(room: Arena, step: ConditionedStep, at: (place: Place) => Bound, scratch: Scratch): number {
  const { reads, moves, transformer } = step;
  const { address: network, theta } = networkRecord(room, step, at, scratch);
  const record = room.later(11);
  record.write([
    reads.length,
    room.words(reads),
    moves.length,
    room.words(moves),
    transformers[transformer.kind],
    { float: 'bound' in transformer ? transformer.bound : 1 },
    network,
    theta,
    scratch.theta,
    transformer.kind === 'spline' ? spline(room, transformer) : 0,
    transformer.kind === 'mixture' ? mixture(room, transformer.offsets) : 0,
  ]);
  return record.address;
}

function spline(room: Arena, { bins, interval, ends }: Extract<KernelTransformer, { kind: 'spline' }>): number {
  const [left, right] = interval;
  // Four rows at a time: a vector for each share.
  const scratch = room.numbers(2 * bins * 4);
  return room.words([bins, { float: left }, { float: right }, ends === 'free' ? 1 : 0, scratch]);
}

function mixture(room: Arena, offsets: readonly number[]): number {
  const scratch = room.numbers(3 * offsets.length * 4);
  return room.words([offsets.length, room.words(offsets.map((float) => ({ float }))), scratch]);
}

function networkRecord(
  room: Arena,
  { reads, network, residual }: ConditionedStep,
  at: (place: Place) => Bound,
  scratch: Scratch,
): { address: number; theta: number } {
  const header: Word[] = [
    network.length,
    room.numbers(reads.length * SHARD),
    scratch.inputs,
    scratch.hidden,
    scratch.otherHidden,
    scratch.turned,
    residual ? activations[residual] : 0,
    scratch.thirdHidden,
  ];
  const outputs = network.map((layer) => room.numbers(layer.outputs * SHARD));
  const layers = network.flatMap((layer, i): Word[] => {
    const [weights, bias] = [at(layer.weights), at(layer.bias)];
    const sizes = [layer.inputs, layer.outputs];
    const parameters = [weights.value, bias.value, weights.gradient, bias.gradient];
    // The first layer of a block reads activated numbers, which are kept for the way back.
    const activated = residual && i % 2 === 1 && i < network.length - 1 ? room.numbers(layer.inputs * SHARD) : 0;
    return [...sizes, ...parameters, outputs[i]!, activations[layer.activation], activated];
  });
  const record = room.later(header.length + layers.length);
  record.write([...header, ...layers]);
  return { address: record.address, theta: outputs.at(-1)! };
}
