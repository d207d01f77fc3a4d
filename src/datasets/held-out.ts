import { mean, rng, standardError } from '#numerics';
import { dataset } from './dataset.ts';
import { gaussianLogDensity } from './gaussian.ts';
import type { DatasetSpec } from './types.ts';

/** How many points a score is taken on. */
const COUNT = 2048;

export type HeldOut = {
  /** [n, dimensions]; 2,048 from a stream of their own, never trained on and the same in every run, where none are handed in. */
  points: Float32Array;
  /** −log p_X of the true density at each point; a model's excess is paired with it, point by point. */
  perPoint: Float64Array;
  /** Mean of `perPoint`: the floor of a score on these points. */
  trueNll: number;
  /** Standard error of `trueNll` as an estimate of the entropy. */
  standardError: number;
  /** NLL of the best single Gaussian on these points. */
  gaussianNll: number;
};

const drawn = new Map<string, HeldOut>();

/** The held-out points of a data set and what the truth scores on them; computed once for each spec. */
export function heldOut(spec: DatasetSpec): HeldOut {
  const data = dataset(spec);
  const key = `${data.name} ${data.noise}`;
  let found = drawn.get(key);
  if (!found) {
    found = scorePoints(spec, data.sample(COUNT, rng(0, `held-out/${data.name}`)));
    drawn.set(key, found);
  }
  return found;
}

/** What the truth and the best single Gaussian score on points [n, dimensions] from elsewhere. */
export function scorePoints(spec: DatasetSpec, points: Float32Array): HeldOut {
  const data = dataset(spec);
  const perPoint = data.logDensity(points).map((logP) => -logP);
  return {
    points,
    perPoint,
    trueNll: mean(perPoint),
    standardError: standardError(perPoint),
    gaussianNll: -mean(gaussianLogDensity(points, data.gaussian)),
  };
}
