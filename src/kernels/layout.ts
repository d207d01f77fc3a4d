import { log } from '#numerics';
import { SHARD, arena } from './arena.ts';
import { checkProgram } from './check-program.ts';
import { parameterPlaces } from './parameter-places.ts';
import type { KernelProgram } from './program.ts';
import { sharedScratch, stepDetail, stepKinds } from './step-records.ts';

/** Rows that one run takes at most: whole shards, so that cutting a batch does not change its sums. */
export const ROWS = 1024;

/** Where everything of a program stands in its memory, in bytes. The field names are those of `assembly/records.ts`. */
export type Layout = {
  memory: WebAssembly.Memory;
  program: number;
  parameters: number;
  gradient: number;
  x: number;
  y: number;
  logDet: number;
  cotangent: number;
  logDetCotangent: number;
  /** For each step the state that it leaves, [d][64], and its log-det, [64]. */
  states: { output: number; logDet: number }[];
};

const PROGRAM_WORDS = 16;
const STEP_WORDS = 6;

/**
 * Checks a program and lays out its memory: every address the kernels will use is fixed here.
 * @throws RangeError or TypeError for a program that does not fit together, RangeError for one that does not fit into memory.
 */
export function layOut(program: KernelProgram): Layout {
  checkProgram(program);
  const { dimensions: d, steps } = program;
  const room = arena();
  const header = room.later(PROGRAM_WORDS);
  const parameters = room.numbers(program.parameters);
  const gradient = room.numbers(program.parameters);
  const places = parameterPlaces(room, parameters, gradient);
  const buffers = {
    x: room.numbers(ROWS * d),
    y: room.numbers(ROWS * d),
    logDet: room.numbers(ROWS),
    cotangent: room.numbers(ROWS * d),
    logDetCotangent: room.numbers(ROWS),
  };
  const shard = [room.numbers(SHARD), room.numbers(d * SHARD), room.numbers(SHARD)];
  const scratch = sharedScratch(room, steps);

  let input = room.numbers(d * SHARD);
  const states: Layout['states'] = [];
  const records = steps.map((step) => {
    const record = room.later(STEP_WORDS);
    const output = room.numbers(d * SHARD);
    const logDet = room.numbers(SHARD);
    const inverse = 'inverse' in step && step.inverse ? 1 : 0;
    record.write([stepKinds[step.kind], input, output, logDet, inverse, stepDetail(room, step, d, places.at, scratch)]);
    states.push({ output, logDet });
    input = output;
    return record.address;
  });
  const table = room.words(records);
  const copies = places.table();
  header.write([
    d,
    steps.length,
    table,
    copies.count,
    copies.address,
    gradient,
    program.parameters * 4,
    buffers.x,
    buffers.y,
    buffers.logDet,
    buffers.cotangent,
    buffers.logDetCotangent,
    ...shard,
    { float: -0.5 * d * log(2 * Math.PI) },
  ]);
  return { memory: room.memory(), program: header.address, parameters, gradient, ...buffers, states };
}
