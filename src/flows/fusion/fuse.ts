import * as tf from '#tf';
import type { Tensor1D, Tensor2D } from '#tf';
import { compileStack } from '#kernels';
import type { Kernels, Stack } from '#kernels';
import type { SpecifiedFlow } from '../build.ts';
import type { Bijection, Composition, Pulled, Pushed } from '../types.ts';
import { lowerFlow } from './lower.ts';
import type { Direction, Obstacle } from './lower.ts';
import { fusedLogProb, fusedNll, fusedPass, tracePoints } from './fused-operations.ts';

/** Whether a direction runs in the kernels; if not, which layer (of `spec.layers`) or base prevents it, and why. */
export type Fusion = { fused: true } | ({ fused: false } & Obstacle);
/** The same flow, with a word on what of it is fused, and what runs it. */
export type FusedFlow = SpecifiedFlow & {
  readonly fusion: Readonly<Record<Direction, Fusion>>;
  readonly kernels: Kernels;
};

/**
 * The same flow, run by fused kernels where they can: one call scores a batch through the whole stack, and one gives the gradient.
 * Parameters, state, spec and weights format are the flow's own, and both may be used side by side. A direction with a layer
 * that has no kernel runs as before; `fusion` says which layer that is. Bits do not depend on the engine if the kernels are exact.
 * Layers that start from data get it through the kernels, so that their first weights are exact as well.
 * @throws RangeError if the flow is too large for one memory.
 */
export function fuse(flow: SpecifiedFlow, kernels: Kernels): FusedFlow {
  const scoring = fusedDirection(flow, kernels, 'scoring');
  const sampling = fusedDirection(flow, kernels, 'sampling');
  const { base, parameters } = flow;
  const pull = scoring.stack && puller(scoring, flow.bijection);
  const push = sampling.stack && pusher(sampling, flow.bijection);
  const bijection: Composition = { ...flow.bijection, ...pull, ...push };
  return {
    ...flow,
    bijection,
    kernels,
    fusion: { scoring: scoring.fusion, sampling: sampling.fusion },
    ...(scoring.stack && {
      logProb: (x) => fusedLogProb(scoring.stack(), parameters, x),
      nllAndGradient: (x, into) => fusedNll(scoring.stack(), parameters, x, into),
    }),
    ...(sampling.stack && {
      sample: (n, rng, context) => tf.tidy(() => bijection.forward(base.sample(n, rng, context)).x),
      sampleAndLogProb: (n, rng, context) => {
        const { x, logProb } = tf.tidy(() => {
          const drawn = base.sampleAndLogProb(n, rng, context);
          const pushed = bijection.forward(drawn.x);
          return { x: pushed.x, logProb: tf.sub<Tensor1D>(drawn.logProb, pushed.logDet) };
        });
        return { x, logProb };
      },
    }),
  };
}

/** A stack is laid out when its direction is first used: most flows are scored far more often than sampled. */
function fusedDirection(flow: SpecifiedFlow, kernels: Kernels, direction: Direction) {
  const lowered = lowerFlow(flow, direction);
  if (!('program' in lowered)) return { fusion: { fused: false as const, ...lowered } };
  const { program, state, stepwise } = lowered;
  let compiled: Stack | undefined;
  const stack = (): Stack => {
    compiled ??= compileStack(kernels, program);
    let at = program.parameters;
    for (const variable of state.toReversed()) {
      compiled.parameters.set(variable.dataSync<'float32'>(), (at -= variable.size));
    }
    return compiled;
  };
  return { fusion: { fused: true as const }, stack, stepwise };
}

/** The stack with the flow's state of this moment; the caller loads the parameters. */
type Compiled = { stack: () => Stack; stepwise: boolean };

function puller({ stack, stepwise }: Compiled, { parameters, layers }: Composition): Partial<Composition> {
  const inverse = (x: Tensor2D): Pulled => {
    const { y: z, logDet } = fusedPass(stack(), parameters, x);
    return { z, logDet };
  };
  // Of layers that are not one step each, the kernels cannot say what stands between them.
  if (!stepwise) return { inverse };
  return {
    initialise: (x) => {
      layers.toReversed().forEach((layer, k) => {
        if (!layer.initialise) return;
        // What the layers before this one, initialised by now, make of the batch.
        tf.tidy(() => void layer.initialise!(k === 0 ? x : traced(stack(), parameters, x)[k - 1]!.y));
      });
      return inverse(x);
    },
    inverse,
    traceInverse: (x) => traced(stack(), parameters, x as Tensor2D).map(({ y: z, logDet }) => ({ z, logDet })),
  };
}

function pusher({ stack, stepwise }: Compiled, { parameters }: Composition): Partial<Composition> {
  return {
    forward(z): Pushed {
      const { y: x, logDet } = fusedPass(stack(), parameters, z);
      return { x, logDet };
    },
    ...(stepwise && {
      trace: (z) => traced(stack(), parameters, z as Tensor2D).map(({ y: x, logDet }) => ({ x, logDet })),
    }),
  };
}

/** Every intermediate as numbers: for views, and with no gradient. */
function traced(stack: Stack, parameters: Bijection['parameters'], x: Tensor2D) {
  return tracePoints(stack, parameters, x).map(({ y, logDet }) => ({
    y: tf.tensor2d(y, x.shape),
    logDet: tf.tensor1d(logDet),
  }));
}
