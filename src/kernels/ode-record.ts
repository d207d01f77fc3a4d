import { SHARD } from './arena.ts';
import type { Arena, Word } from './arena.ts';
import type { Bound } from './parameter-places.ts';
import type { FieldLayer, OdeStep, Place } from './program.ts';

const timed = { input: 1, squash: 2 } as const;

/** The record `Ode` of `assembly/records.ts` with its layers, and the buffers that they share. */
export function ode(room: Arena, step: OdeStep, d: number, at: (place: Place) => Bound): number {
  const { layers, tableau, steps } = step;
  const stages = tableau.nodes.length;
  const features = (count: number) => room.numbers(count * SHARD);
  const widest = Math.max(...layers.map(({ outputs }) => outputs));
  const rows = tableau.rows.flatMap((row) => [...row, ...Array<number>(stages - row.length).fill(0)]);
  const header: Word[] = [
    layers.length,
    steps,
    stages,
    step.activation === 'softplus' ? 1 : 0,
    doubles(room, tableau.nodes),
    doubles(room, rows),
    doubles(room, tableau.weights),
    features(steps * stages * d),
    features(stages * d),
    features(1),
    features(d),
    features(1),
    features(widest),
    features(widest),
    features(widest),
  ];
  const records = layers.flatMap((layer, i) => fieldLayer(room, layer, at, i === layers.length - 1 ? 0 : d));
  return room.words([...header, ...records]);
}

/** `tangents` says how many are pushed through the layer's activation. */
function fieldLayer(room: Arena, layer: FieldLayer, at: (place: Place) => Bound, tangents: number): Word[] {
  const { inputs, outputs, time } = layer;
  const [weights, bias] = [at(layer.weights), at(layer.bias)];
  const none: Bound = { value: 0, gradient: 0 };
  const own = (count: number): Bound => ({ value: room.numbers(count), gradient: room.numbers(count) });
  const squash = time?.kind === 'squash' ? time : undefined;
  const shift = squash ? at(squash.shift) : time?.kind === 'input' ? at(time.weights) : none;
  const gate = squash ? at(squash.gate) : none;
  const gateBias = squash ? at(squash.gateBias) : none;
  const weightsNow = squash ? own(inputs * outputs) : weights;
  const biasNow = time ? own(outputs) : bias;
  const open = squash ? own(outputs) : none;
  const bounds = [weights, bias, shift, gate, gateBias, weightsNow, biasNow, open];
  const features = (count: number) => (tangents === 0 ? 0 : room.numbers(count * SHARD));
  return [
    inputs,
    outputs,
    time ? timed[time.kind] : 0,
    ...bounds.flatMap(({ value, gradient }) => [value, gradient]),
    features(outputs),
    features(outputs),
    features(tangents * outputs),
    features(tangents * outputs),
  ];
}

/** Numbers of float64, as words. */
function doubles(room: Arena, values: readonly number[]): number {
  return room.words(new Int32Array(Float64Array.from(values).buffer));
}
