import type { Kernels } from './kernels.ts';
import { ROWS, layOut } from './layout.ts';
import type { KernelProgram } from './program.ts';
import { SHARD } from './arena.ts';

/** Points with what the stack says of them; row-major [n, d], and [n] in nats. The arrays are the caller's to keep. */
export type Passed = { y: Float32Array; logDet: Float32Array };

/** A compiled stack of layers in a memory of its own: y = f(x) and log|det ∂f/∂x| for its one direction, and their gradients. */
export type Stack = {
  readonly dimensions: number;
  /** The flat parameters: a view to write into before a run. */
  readonly parameters: Float32Array;
  /** How many batches were run: while it stays, `gradient` does. */
  readonly runs: number;
  /** The flat gradient of the last run that was asked for one: a view to copy from. */
  readonly gradient: Float32Array;
  pass(x: Float32Array): Passed;
  /** ∂x for cotangents of y [n, d] and of logDet [n]; the parameters' part is left in `gradient`. */
  pullBack(x: Float32Array, y: Float32Array, logDet: Float32Array): Float32Array;
  /** log N(f(x); 0, I) + log|det ∂f/∂x|, nats. */
  logProb(x: Float32Array): Float32Array;
  /** The same with the gradient of Σ weights·logProb: ∂x, and the parameters' part in `gradient`. Without weights they are 1. */
  logProbAndGradient(x: Float32Array, weights?: Float32Array): { logProb: Float32Array; x: Float32Array };
  /** y and log-det after every step, in the order of computation; each log-det is that step's alone. */
  trace(x: Float32Array): Passed[];
};

const STANDARD_NORMAL = 1;
const GRADIENT = 2;

/**
 * Compiles a program for these kernels. Gradients are summed over shards of 64 rows and then over shards in order, so a batch gives
 * the same bits however it is cut into runs.
 * @throws RangeError or TypeError for a program that does not fit together or into memory.
 */
export function compileStack(kernels: Kernels, program: KernelProgram): Stack {
  const { dimensions: d } = program;
  const at = layOut(program);
  const { buffer } = at.memory;
  const run = kernels.start(at.memory);
  const numbers = (address: number, count: number) => new Float32Array(buffer, address, count);
  const x = numbers(at.x, ROWS * d);
  const y = numbers(at.y, ROWS * d);
  const logDet = numbers(at.logDet, ROWS);
  const cotangent = numbers(at.cotangent, ROWS * d);
  const weights = numbers(at.logDetCotangent, ROWS);

  let runs = 0;
  const inTurns = (
    points: Float32Array,
    gradient: boolean,
    turn: (first: number, rows: number) => void,
    most = ROWS,
  ): void => {
    if (points.length % d !== 0) {
      throw new RangeError(`kernels: points must be rows of ${d} numbers, got ${points.length} numbers.`);
    }
    runs += 1;
    run.prepare(at.program, gradient ? 1 : 0);
    const n = points.length / d;
    for (let first = 0; first < n; first += most) {
      const rows = Math.min(most, n - first);
      x.set(points.subarray(first * d, (first + rows) * d));
      turn(first, rows);
    }
    if (gradient) run.finish(at.program);
  };
  const output = (points: Float32Array) => ({
    y: new Float32Array(points.length),
    logDet: new Float32Array(points.length / d),
  });

  return {
    dimensions: d,
    parameters: numbers(at.parameters, program.parameters),
    gradient: numbers(at.gradient, program.parameters),
    get runs() {
      return runs;
    },
    pass(points) {
      const out = output(points);
      inTurns(points, false, (first, rows) => {
        run.run(at.program, rows, 0);
        out.y.set(y.subarray(0, rows * d), first * d);
        out.logDet.set(logDet.subarray(0, rows), first);
      });
      return out;
    },
    pullBack(points, ofY, ofLogDet) {
      const out = new Float32Array(points.length);
      inTurns(points, true, (first, rows) => {
        cotangent.set(ofY.subarray(first * d, (first + rows) * d));
        weights.set(ofLogDet.subarray(first, first + rows));
        run.run(at.program, rows, GRADIENT);
        out.set(cotangent.subarray(0, rows * d), first * d);
      });
      return out;
    },
    logProb(points) {
      const out = new Float32Array(points.length / d);
      inTurns(points, false, (first, rows) => {
        run.run(at.program, rows, STANDARD_NORMAL);
        out.set(logDet.subarray(0, rows), first);
      });
      return out;
    },
    logProbAndGradient(points, given) {
      const out = { logProb: new Float32Array(points.length / d), x: new Float32Array(points.length) };
      if (!given) weights.fill(1);
      inTurns(points, true, (first, rows) => {
        if (given) weights.set(given.subarray(first, first + rows));
        run.run(at.program, rows, STANDARD_NORMAL | GRADIENT);
        out.logProb.set(logDet.subarray(0, rows), first);
        out.x.set(cotangent.subarray(0, rows * d), first * d);
      });
      return out;
    },
    trace(points) {
      const outs = at.states.map(() => output(points));
      const readShard = (first: number, rows: number): void => {
        run.run(at.program, rows, 0);
        at.states.forEach((state, i) => {
          const features = numbers(state.output, d * SHARD);
          const out = outs[i]!;
          for (let row = 0; row < rows; row++) {
            for (let j = 0; j < d; j++) out.y[(first + row) * d + j] = features[j * SHARD + row]!;
          }
          out.logDet.set(numbers(state.logDet, rows), first);
        });
      };
      inTurns(points, false, readShard, SHARD);
      return outs;
    },
  };
}
