import { buildFlow, disposeFlow, fit, realNvp, type Flow } from '#flows';
import { dataset } from '#datasets';
import { rng } from '#numerics';
import * as tf from '#tf';

// #region train
export type Run = { seed: number; steps: number; layers: number; width: number };

/** Trains a RealNVP on two moons; scores it on points it never saw. */
export async function trainMoons({ seed, steps, layers, width }: Run) {
  const source = rng(seed);
  const moons = dataset({ name: 'moons', noise: 0.1 });
  const spec = realNvp({ dimensions: 2, layers, hidden: [width, width] });
  const flow = buildFlow(spec, source.stream('weights'));

  const batches = source.stream('batches');
  const nextBatch = () => points(moons.sample(256, batches));
  const options = { steps, learningRate: 1e-3, clipNorm: 10 };
  for await (const { step, loss } of fit(flow, nextBatch, options)) {
    if (step % 100 === 0) console.log(step, loss);
  }

  const heldOut = moons.sample(2000, source.stream('held-out'));
  const nll = -mean(logProbs(flow, heldOut));
  const floor = -mean(moons.logDensity(heldOut));
  disposeFlow(flow);
  return { nll, floor, oneGaussian: moons.gaussian.nats };
}

const points = (xy: Float32Array) => tf.tensor2d(xy, [xy.length / 2, 2]);

function logProbs(flow: Flow, xy: Float32Array) {
  return tf.tidy(() => flow.logProb(points(xy)).dataSync());
}

function mean(values: ArrayLike<number>) {
  const sum = Array.from(values).reduce((a, b) => a + b, 0);
  return sum / values.length;
}
// #endregion train
