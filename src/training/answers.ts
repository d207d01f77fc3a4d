import * as tf from '#tf';
import { jacobian } from '#flows';
import { gridPoints, rng } from '#numerics';
import { download } from './download.ts';
import { logDensityAt, upTo } from './log-density.ts';
import { measure } from './measure.ts';
import { planeOf } from './plane.ts';
import type { Tensor2D } from '#tf';
import type { AnswerOf, Probe, Query } from './protocol.ts';
import type { Subject, TrainableFlow } from './trainable-flow.ts';

/** Half the step of the central differences, near ∛ε of float32, where truncation and rounding errors meet. */
const FINITE_STEP = 5e-3;

/** A question's answer as a job that yields where it may be interrupted, and returns flat arrays. */
export function* answer<Q extends Query>(query: Q, subject: Subject): Generator<void, AnswerOf<Q>> {
  return (yield* dispatch(query, subject)) as AnswerOf<Q>;
}

/** The answer in one go, for makers that have nothing else to do meanwhile. */
export function answerAtOnce<Q extends Query>(query: Q, subject: Subject): AnswerOf<Q> {
  const job = answer(query, subject);
  for (;;) {
    const state = job.next();
    if (state.done) return state.value;
  }
}

function* dispatch(query: Query, { flow, recipe, step, kernels }: Subject): Generator<void, AnswerOf<Query>> {
  switch (query.kind) {
    case 'density':
      return { logDensity: logDensityAt(upTo(flow, query.depth ?? Infinity, kernels), gridPoints(query.grid)) };
    case 'exact-density':
      return { logDensity: Float32Array.from(planeOf(recipe.data).logDensity(gridPoints(query.grid))) };
    case 'trace':
      return trace(flow, tf.tensor2d(query.points, [query.points.length / 2, 2]));
    case 'samples':
      return trace(flow, flow.base.sample(query.n, rng(query.seed, 'samples')));
    case 'data':
      return { points: planeOf(recipe.data).sample(query.n, rng(query.seed, 'shown')) };
    case 'probe':
      return probe(flow, query.from, query.point);
    case 'metrics':
      return yield* measure({ flow, recipe, step, kernels });
  }
}

/** Where points of z are after every layer, and the log-det up to there. Takes over `z`. */
function trace(flow: TrainableFlow, z: Tensor2D): AnswerOf<{ kind: 'samples'; n: number; seed: number }> {
  const start = z.dataSync<'float32'>();
  const numbers = download(() => flow.bijection.trace(z).flatMap(({ x, logDet }) => [x, logDet]));
  z.dispose();
  const points = [start, ...numbers.filter((_, i) => i % 2 === 0)];
  const logDet = [new Float32Array(start.length / 2)];
  for (const own of numbers.filter((_, i) => i % 2 === 1)) {
    logDet.push(logDet.at(-1)!.map((sum, i) => sum + own[i]!));
  }
  return { points, logDet };
}

function probe(flow: TrainableFlow, from: 'z' | 'x', point: readonly [number, number]): Probe {
  const row = (...numbers: number[]) => tf.tensor2d(numbers, [numbers.length / 2, 2]);
  const [start] = from === 'z' ? [point] : download(() => [flow.bijection.inverse(row(...point)).z]);
  const [z1, z2] = [start[0]!, start[1]!];
  const h = FINITE_STEP;
  const [jacobianEntries, around, base] = download(() => [
    jacobian(flow.bijection, row(z1, z2)),
    flow.bijection.forward(row(z1 + h, z2, z1 - h, z2, z1, z2 + h, z1, z2 - h)).x,
    flow.base.logProb(row(z1, z2)),
  ]);
  const [a, b, c, d] = [...jacobianEntries] as Probe['jacobian'];
  const slope = (plus: number, minus: number) => (around[plus]! - around[minus]!) / (2 * h);
  const { points, logDet } = trace(flow, row(z1, z2));
  const x = points.at(-1)!;
  const total = logDet.at(-1)![0]!;
  return {
    z: [z1, z2],
    x: [x[0]!, x[1]!],
    path: Float32Array.from(points.flatMap((at) => [...at])),
    pathLogDet: Float32Array.from(logDet, (at) => at[0]!),
    jacobian: [a, b, c, d],
    det: a * d - b * c,
    finiteDifferenceDet: slope(0, 2) * slope(5, 7) - slope(4, 6) * slope(1, 3),
    logDet: total,
    logBase: base[0]!,
    logProb: base[0]! - total,
  };
}
