import { parametersOf } from './program.ts';
import type { ConditionedStep, KernelProgram, KernelStep, LinearStep, OdeStep, Place } from './program.ts';

/**
 * Refuses a program whose parts do not fit, before memory is laid out for it.
 * @throws RangeError naming the step, the argument and the value: a size or dimension out of range, a parameter outside the
 *         vector, or one that two layers share (their gradients would overwrite each other).
 */
export function checkProgram({ dimensions, parameters, steps }: KernelProgram): void {
  size('program: dimensions', dimensions, 1);
  size('program: parameters', parameters, 0);
  if (steps.length === 0) throw new RangeError('program: steps is empty; give at least one layer.');
  const used = new Uint8Array(parameters);
  steps.forEach((step, i) => {
    const where = `program: steps[${i}] (${step.kind})`;
    const claim = (what: string, place: Place, count: number) => checkPlace(`${where}: ${what}`, place, count, used);
    switch (step.kind) {
      case 'permutation':
        distinct(`${where}: order`, step.order, dimensions);
        if (step.order.length !== dimensions) {
          throw new RangeError(`${where}: order must hold ${dimensions} entries, got ${step.order.length}.`);
        }
        return;
      case 'actnorm':
        claim('logScale', step.logScale, dimensions);
        claim('shift', step.shift, dimensions);
        return;
      case 'planar':
        claim('u', step.u, dimensions);
        claim('w', step.w, dimensions);
        claim('b', step.b, 1);
        if (step.activation !== 'tanh' && !(step.activation.slope > 0 && step.activation.slope < 1)) {
          throw new RangeError(`${where}: slope must lie between 0 and 1, got ${step.activation.slope}.`);
        }
        return;
      case 'radial':
        claim('a', step.a, 1);
        claim('b', step.b, 1);
        claim('centre', step.centre, dimensions);
        return;
      case 'linear':
        checkLinear(where, step, dimensions, claim);
        return;
      case 'ode':
        checkOde(where, step, dimensions, claim);
        return;
      case 'conditioned':
        checkConditioned(where, step, dimensions, claim);
        return;
      default:
        throw new TypeError(`program: steps[${i}]: there is no kind ${JSON.stringify((step as KernelStep).kind)}.`);
    }
  });
}

type Claim = (what: string, place: Place, count: number) => void;

function checkLinear(where: string, { factors, form }: LinearStep, dimensions: number, claim: Claim): void {
  claim('factors', factors, dimensions * dimensions);
  if (form.kind === 'lu') return claim('bias', form.bias, dimensions);
  distinct(`${where}: back`, form.back, dimensions);
  if (form.back.length !== dimensions || form.signs.length !== dimensions) {
    throw new RangeError(`${where}: back and signs must hold ${dimensions} entries each.`);
  }
}

function checkOde(where: string, { steps, tableau, layers }: OdeStep, dimensions: number, claim: Claim): void {
  size(`${where}: steps`, steps, 1);
  const { nodes, rows, weights } = tableau;
  const stages = nodes.length;
  if (stages === 0 || weights.length !== stages || rows.length !== stages || rows.some((row, i) => row.length !== i)) {
    throw new RangeError(`${where}: tableau must have as many rows and weights as nodes, and i entries in row i.`);
  }
  let width = dimensions;
  layers.forEach(({ inputs, outputs, weights: matrix, bias, time }, i) => {
    const layer = `layers[${i}]`;
    if (inputs !== width) throw new RangeError(`${where}: ${layer}: inputs must be ${width}, got ${inputs}.`);
    size(`${where}: ${layer}: outputs`, outputs, 1);
    claim(`${layer}: weights`, matrix, inputs * outputs);
    claim(`${layer}: bias`, bias, outputs);
    if (time?.kind === 'input') claim(`${layer}: weights of time`, time.weights, outputs);
    if (time?.kind === 'squash') {
      for (const key of ['gate', 'gateBias', 'shift'] as const) claim(`${layer}: ${key}`, time[key], outputs);
    }
    width = outputs;
  });
  if (layers.length === 0 || width !== dimensions) {
    throw new RangeError(`${where}: the field must end with ${dimensions} outputs, got ${layers.length && width}.`);
  }
}

function checkConditioned(where: string, step: ConditionedStep, dimensions: number, claim: Claim): void {
  const { reads, moves, network, transformer } = step;
  distinct(`${where}: reads`, reads, dimensions);
  distinct(`${where}: moves`, moves, dimensions);
  if ('bound' in transformer && !(transformer.bound > 0 && transformer.bound < Infinity)) {
    throw new RangeError(`${where}: bound must be a finite number > 0, got ${transformer.bound}.`);
  }
  if (transformer.kind === 'spline') {
    size(`${where}: bins`, transformer.bins, 1);
    const [left, right] = transformer.interval;
    // Widths are at least a thousandth of the interval.
    if (!(left < right && right - left < Infinity) || transformer.bins >= 1000) {
      throw new RangeError(`${where}: a spline needs left < right and fewer than 1000 bins, got ${transformer.bins}.`);
    }
  }
  if (transformer.kind === 'mixture' && (!step.inverse || transformer.offsets.length === 0)) {
    throw new RangeError(`${where}: a mixture needs at least one component and runs from x to z alone.`);
  }
  let width = reads.length;
  network.forEach(({ inputs, outputs, weights, bias }, layer) => {
    if (inputs !== width) {
      throw new RangeError(`${where}: network[${layer}]: inputs must be ${width}, got ${inputs}.`);
    }
    size(`${where}: network[${layer}]: outputs`, outputs, 1);
    claim(`network[${layer}]: weights`, weights, inputs * outputs);
    claim(`network[${layer}]: bias`, bias, outputs);
    width = outputs;
  });
  if (step.residual) {
    const fits = network.every(
      ({ outputs }, i) => i === network.length - 1 || i % 2 === 1 || outputs === network[0]!.outputs,
    );
    if (network.length % 2 !== 0 || !fits) {
      throw new RangeError(
        `${where}: a residual network has two layers of equal ends for each block, between a first and a last.`,
      );
    }
  }
  const theta = moves.length * parametersOf(transformer);
  if (network.length === 0 || width !== theta) {
    throw new RangeError(`${where}: the network must end with ${theta} outputs, got ${network.length && width}.`);
  }
}

function checkPlace(where: string, place: Place, count: number, used: Uint8Array): void {
  if (typeof place !== 'number' && place.length !== count) {
    throw new RangeError(`${where} must have ${count} positions, got ${place.length}.`);
  }
  for (let i = 0; i < count; i++) {
    const at = typeof place === 'number' ? place + i : place[i]!;
    if (typeof place !== 'number' && at === -1) continue;
    if (!Number.isSafeInteger(at) || at < 0 || at >= used.length) {
      throw new RangeError(`${where}: parameter ${at} lies outside the ${used.length} parameters of the program.`);
    }
    if (used[at] !== 0) throw new RangeError(`${where}: parameter ${at} already belongs to another layer.`);
    used[at] = 1;
  }
}

function distinct(where: string, entries: readonly number[], dimensions: number): void {
  const inside = entries.every((entry) => Number.isInteger(entry) && entry >= 0 && entry < dimensions);
  if (entries.length === 0 || !inside || new Set(entries).size !== entries.length) {
    throw new RangeError(`${where} must hold different numbers of 0 … ${dimensions - 1}, got [${entries.join(', ')}].`);
  }
}

function size(where: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new RangeError(`${where} must be a whole number ≥ ${least}, got ${value}.`);
  }
}
