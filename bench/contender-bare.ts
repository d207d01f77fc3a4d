import { adam, lowerFlow, parameterCount } from '#flows';
import type { SpecifiedFlow } from '#flows';
import { compileStack } from '#kernels';
import type { Kernels } from '#kernels';
import type { Contender } from './contender.ts';

/** Maximum likelihood by the kernels with no tfjs around them: what is left to gain. */
export function bareContender(
  name: string,
  kernels: Kernels,
  flow: SpecifiedFlow,
  pointsAt: (step: number) => Float32Array,
  learningRate: number,
): Contender {
  const lowered = lowerFlow(flow, 'scoring');
  if (!('program' in lowered)) throw new Error(`${name}: layer ${lowered.layer}: ${lowered.reason}`);
  const stack = compileStack(kernels, lowered.program);
  const optimiser = adam({ size: parameterCount(flow.parameters), kernels });
  let offset = 0;
  for (const parameter of flow.parameters) {
    stack.parameters.set(parameter.dataSync<'float32'>(), offset);
    offset += parameter.size;
  }
  return {
    name,
    async run(steps) {
      const from = performance.now();
      let loss = NaN;
      for (let i = 0; i < steps; i++) {
        const points = pointsAt(optimiser.step + 1);
        const rows = points.length / stack.dimensions;
        const { logProb } = stack.logProbAndGradient(points, new Float32Array(rows).fill(-1 / rows));
        loss = -logProb.reduce((sum, value) => sum + value, 0) / rows;
        optimiser.update(stack.parameters, stack.gradient, learningRate);
      }
      return { ms: performance.now() - from, loss };
    },
    close() {},
  };
}
