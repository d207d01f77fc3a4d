import type { BaseSpec, FlowSpec } from '../spec.ts';

/**
 * The same flow as a conditional one, p(x | c), https://arxiv.org/abs/1912.00042: every conditioner reads the context beside what its
 * layer keeps. Pass the context [n, width] beside x or z.
 * @throws RangeError if the width is not a whole number ≥ 1, or if no layer has a conditioner.
 */
export function withContext(flow: FlowSpec, width: number): FlowSpec {
  if (!Number.isInteger(width) || width < 1) {
    throw new RangeError(`withContext: width must be a whole number ≥ 1, got ${width}.`);
  }
  const counter = { conditioners: 0 };
  const layers = reading(flow.layers, width, counter);
  if (counter.conditioners === 0) {
    throw new RangeError(
      'withContext: flow must have a coupling or an autoregressive layer to read the context, got none.',
    );
  }
  return { base: structuredClone(flow.base), layers };
}

/** A copy in which every conditioner, however deep, reads a context. */
function reading<T>(json: T, width: number, counter: { conditioners: number }): T {
  if (Array.isArray(json)) return json.map((entry: unknown) => reading(entry, width, counter)) as T;
  if (json === null || typeof json !== 'object') return json;
  const entries = Object.entries(json).map(([key, value]: [string, unknown]) => {
    if (key !== 'conditioner') return [key, reading(value, width, counter)];
    counter.conditioners += 1;
    return [key, { ...(value as object), context: width }];
  });
  return Object.fromEntries(entries) as T;
}

export type ClassConditionalOptions = {
  /** The flow that is made conditional: its layers read the class. */
  flow: FlowSpec;
  /** Number of classes K; the context is the one-hot class [n, K]. */
  classes: number;
  /** The flow's own base for every class, the default, or a Gaussian for each. */
  base?: 'shared' | 'class-gaussians';
};

/**
 * A class-conditional flow p(x | class): any coupling or autoregressive recipe, with the one-hot class as context.
 *
 * Class-conditional MAF is https://arxiv.org/abs/1705.07057 §4.3. With `class-gaussians` the base differs by class, too
 * (https://arxiv.org/abs/1912.13025). By Bayes' rule log p(class | x) = log p(x | class) + log p(class) + constant.
 * @throws RangeError as `withContext`.
 */
export function classConditional({ flow, classes, base = 'shared' }: ClassConditionalOptions): FlowSpec {
  const conditional = withContext(flow, classes);
  if (base === 'shared') return conditional;
  const { dimensions } = flow.base;
  return { ...conditional, base: { kind: 'class-gaussians', dimensions, classes } satisfies BaseSpec };
}
