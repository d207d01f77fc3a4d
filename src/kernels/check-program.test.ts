import { describe, expect, it } from 'vitest';
import { layOut } from './layout.ts';
import type { ConditionedStep, KernelProgram, KernelStep, OdeStep } from './program.ts';

const coupling: ConditionedStep = {
  kind: 'conditioned',
  inverse: true,
  reads: [0],
  moves: [1],
  transformer: { kind: 'soft-clamp', bound: 2 },
  network: [{ inputs: 1, outputs: 2, weights: 0, bias: 2, activation: 'linear' }],
};
const ode: OdeStep = {
  kind: 'ode',
  inverse: true,
  steps: 2,
  tableau: { nodes: [0], rows: [[]], weights: [1] },
  activation: 'tanh',
  layers: [{ inputs: 2, outputs: 1, weights: 0, bias: 2 }],
};
const program = (step: KernelStep, rest: Partial<KernelProgram> = {}): KernelProgram => ({
  dimensions: 2,
  parameters: 4,
  steps: [step],
  ...rest,
});
const dense = (change: Partial<ConditionedStep['network'][number]>) => ({
  ...coupling,
  network: [{ ...coupling.network[0]!, ...change }],
});

describe('a program', () => {
  it('that fits together gets a memory that cannot grow', () => {
    const { memory } = layOut(program(coupling));
    expect(() => memory.grow(1)).toThrow();
  });

  it.each<[string, KernelProgram, string]>([
    ['no step', program(coupling, { steps: [] }), 'steps is empty'],
    ['a parameter past the end', program(dense({ bias: 3 })), 'parameter 4 lies outside the 4 parameters'],
    ['a parameter before the start', program(dense({ weights: -1 })), 'parameter -1 lies outside'],
    ['a scattered parameter outside', program(dense({ weights: Int32Array.of(0, 9) })), 'parameter 9 lies outside'],
    ['a parameter in two places', program(dense({ bias: 1 })), 'parameter 1 already belongs to another layer'],
    ['too few positions', program(dense({ bias: Int32Array.of(2) })), 'bias must have 2 positions, got 1'],
    ['a network of another width', program(dense({ inputs: 2 })), 'inputs must be 1, got 2'],
    ['too little θ', program(dense({ outputs: 1, bias: 1 })), 'must end with 2 outputs, got 1'],
    [
      'a dimension that is not there',
      program({ ...coupling, moves: [2] }),
      'moves must hold different numbers of 0 … 1',
    ],
    [
      'a bound of 0',
      program({ ...coupling, transformer: { kind: 'soft-clip', bound: 0 } }),
      'bound must be a finite number > 0',
    ],
    ['half a permutation', program({ kind: 'permutation', order: [1] }), 'order must hold 2 entries'],
    ['a field of another width', program(ode), 'the field must end with 2 outputs, got 1'],
    ['half a step', program({ ...ode, steps: 0.5 }), 'steps must be a whole number ≥ 1'],
    [
      'a tableau without weights',
      program({ ...ode, tableau: { ...ode.tableau, weights: [] } }),
      'tableau must have as many rows and weights as nodes',
    ],
    ['more than a memory holds', program(coupling, { parameters: 2 ** 29 }), 'MiB'],
  ])('with %s is refused before it runs', (_, wrong, message) => {
    expect(() => layOut(wrong)).toThrow(RangeError);
    expect(() => layOut(wrong)).toThrow(message);
  });
});
