import { adam, buildFlow, loadWeights, lowerFlow, parameterCount } from '#flows';
import { compileStack } from '#kernels';
import type { Kernels } from '#kernels';
import { rng } from '#numerics';
import { CannotTrain } from './contender.ts';
import type { Contender } from './contender.ts';
import type { Model } from './model.ts';

/** Maximum likelihood by the kernels with no tfjs around them: what is left to gain. */
export function bareContender(
  name: string,
  kernels: Kernels,
  { description, weights, batches }: Pick<Model, 'description' | 'weights' | 'batches'>,
): Contender {
  const { spec, batch, dimensions, learningRate } = description;
  const flow = buildFlow(spec, rng(1));
  loadWeights(flow, weights);
  const lowered = lowerFlow(flow, 'scoring');
  if (!('program' in lowered)) {
    const missing = new CannotTrain(`layer ${lowered.layer} (${lowered.kind}): ${lowered.reason}`);
    return { name, side: 'ours', run: () => Promise.reject(missing), close() {} };
  }
  const stack = compileStack(kernels, lowered.program);
  const optimiser = adam({ size: parameterCount(flow.parameters), kernels });
  stack.parameters.set(new Float32Array(weights, 0, stack.parameters.length));
  const length = batch * dimensions;
  const equal = new Float32Array(batch).fill(-1 / batch);
  return {
    name,
    side: 'ours',
    async run(steps) {
      const from = performance.now();
      let loss = NaN;
      for (let i = 0; i < steps; i++) {
        const at = (optimiser.step * length) % batches.length;
        const { logProb } = stack.logProbAndGradient(batches.subarray(at, at + length), equal);
        loss = -logProb.reduce((sum, value) => sum + value, 0) / batch;
        optimiser.update(stack.parameters, stack.gradient, learningRate);
      }
      return { ms: performance.now() - from, loss };
    },
    close() {},
  };
}
