import * as tf from '#tf';
import { heldOut } from '#datasets';
import { mean, standardError } from '#numerics';
import { download } from './download.ts';
import { withFinerSolver } from './finer-solver.ts';
import type { PlanarSpec } from '#datasets';
import type { HeldOut } from './protocol.ts';
import type { TrainableFlow } from './trainable-flow.ts';

/**
 * Scores the flow on held-out points, the data set's own unless others are handed in, beside the true density and the best
 * single Gaussian on the same points. The standard error is that of the paired difference log p_true − log p_model.
 */
export function scoreHeldOut(
  flow: TrainableFlow,
  data: PlanarSpec,
  step: number,
  { points, perPoint, trueNll, gaussianNll } = heldOut(data),
): HeldOut {
  const n = perPoint.length;
  const [model] = withFinerSolver(flow, (fine) => download(() => [fine.logProb(tf.tensor2d(points, [n, 2]))]));
  const difference = perPoint.map((minusLogTrue, i) => -minusLogTrue - model[i]!);
  const excess = mean(difference);
  return {
    step,
    nll: trueNll + excess,
    floor: trueNll,
    excess,
    excessError: standardError(difference),
    gaussian: gaussianNll,
  };
}
