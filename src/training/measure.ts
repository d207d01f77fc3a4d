import { buildFlow, disposeFlow, fuse, jacobian, loadWeights, saveWeights } from '#flows';
import { cellArea, gridPoints, rng } from '#numerics';
import { download } from './download.ts';
import { logDensityAt } from './log-density.ts';
import { planeOf } from './plane.ts';
import { taskOf } from './task.ts';
import type { Grid } from '#numerics';
import type { Metrics } from './protocol.ts';
import type { Subject, TrainableFlow } from './trainable-flow.ts';

const SIDE = 512;
const ROWS_AT_ONCE = 8;
const SAMPLES = 20_000;
const SAMPLES_AT_ONCE = 4000;
const CHECKED = 256;

/**
 * The four catchers on a frozen copy of the weights: the measurement takes a second or two and is interrupted for
 * training steps, which must not move what is being measured.
 */
export function* measure({ flow, recipe, step, kernels }: Subject): Generator<void, Metrics> {
  const copy = buildFlow(recipe.flow, rng(0));
  const frozen = kernels ? fuse(copy, kernels) : copy;
  try {
    loadWeights(frozen, saveWeights(flow));
    const { box } = planeOf(recipe.data);
    const integral = yield* integrate(frozen, { ...box, columns: SIDE, rows: SIDE });
    const inside = yield* shareInside(frozen, box);
    yield;
    return {
      step,
      integral,
      inside,
      insideError: Math.sqrt((inside * (1 - inside)) / SAMPLES),
      ...consistency(frozen),
      heldOut: taskOf(recipe).score(frozen, step),
    };
  } finally {
    disposeFlow(copy);
  }
}

/** Σ p·cell, never renormalised. */
function* integrate(flow: TrainableFlow, grid: Grid): Generator<void, number> {
  const points = gridPoints(grid);
  const stride = 2 * grid.columns * ROWS_AT_ONCE;
  let sum = 0;
  for (let from = 0; from < points.length; from += stride) {
    for (const value of logDensityAt(flow, points.subarray(from, from + stride))) sum += Math.exp(value);
    yield;
  }
  return sum * cellArea(grid);
}

function* shareInside(flow: TrainableFlow, box: Pick<Grid, 'x' | 'y'>): Generator<void, number> {
  const source = rng(0, 'inside');
  let inside = 0;
  for (let done = 0; done < SAMPLES; done += SAMPLES_AT_ONCE) {
    const x = flow.sample(SAMPLES_AT_ONCE, source);
    const values = x.dataSync();
    x.dispose();
    for (let i = 0; i < values.length; i += 2) {
      const [a, b] = [values[i]!, values[i + 1]!];
      if (a >= box.x[0] && a <= box.x[1] && b >= box.y[0] && b <= box.y[1]) inside += 1;
    }
    yield;
  }
  return inside / SAMPLES;
}

/** Round trip from z, and the analytic log-det against the determinant of the autodiff Jacobian. */
function consistency(flow: TrainableFlow): Pick<Metrics, 'roundTrip' | 'logDetError' | 'logDetSize'> {
  const [z, back, logDet, entries] = download(() => {
    const start = flow.base.sample(CHECKED, rng(0, 'checked'));
    const pushed = flow.bijection.forward(start);
    return [start, flow.bijection.inverse(pushed.x).z, pushed.logDet, jacobian(flow.bijection, start)];
  });
  let [roundTrip, logDetError, logDetSize] = [0, 0, 0];
  z.forEach((value, i) => (roundTrip = Math.max(roundTrip, Math.abs(value - back[i]!))));
  logDet.forEach((value, i) => {
    const [a, b, c, d] = [...entries.subarray(4 * i, 4 * i + 4)] as [number, number, number, number];
    logDetError = Math.max(logDetError, Math.abs(value - Math.log(Math.abs(a * d - b * c))));
    logDetSize = Math.max(logDetSize, Math.abs(value));
  });
  return { roundTrip, logDetError, logDetSize };
}
