import { oneOf, positiveInteger } from '../argument-checks.ts';
import type { BaseSpec, FlowSpec } from '../spec.ts';

/**
 * The same flow as a conditional one, p(x | c), https://arxiv.org/abs/1912.00042: every conditioner, every prior of a multi-scale level
 * and every field of a continuous layer reads the context beside what it reads anyway. Pass the context [n, width] beside x or z.
 * @throws RangeError if the width is not a whole number ≥ 1, or if no layer has anything that could read it.
 */
export function withContext(flow: FlowSpec, width: number): FlowSpec {
  positiveInteger('withContext: width', width);
  const counter = { readers: 0 };
  const layers = reading(flow.layers, width, counter);
  if (counter.readers === 0) {
    throw new RangeError(
      'withContext: flow must have a coupling, an autoregressive or a continuous layer to read the context, got none.',
    );
  }
  return { base: structuredClone(flow.base), layers };
}

/** What in the JSON of a layer is a network that can read a context. */
const readers = new Set(['conditioner', 'prior', 'field']);

/** A copy in which every reader, however deep, reads a context. */
function reading<T>(json: T, width: number, counter: { readers: number }): T {
  if (Array.isArray(json)) return json.map((entry: unknown) => reading(entry, width, counter)) as T;
  if (json === null || typeof json !== 'object') return json;
  const entries = Object.entries(json).map(([key, value]: [string, unknown]) => {
    if (!readers.has(key)) return [key, reading(value, width, counter)];
    counter.readers += 1;
    return [key, widened(value as Reader, width)];
  });
  return Object.fromEntries(entries) as T;
}

/** A network, or one inside another that only rescales what it gives. */
type Reader = { kind: string; of?: Reader };

const widened = (reader: Reader, width: number): object =>
  reader.of ? { ...reader, of: widened(reader.of, width) } : { ...reader, context: width };

export type ClassConditionalOptions = {
  /** The flow that is made conditional: its layers read the class. */
  flow: FlowSpec;
  /** Number of classes K; the context is the one-hot class [n, K]. */
  classes: number;
  /** The flow's own base for every class, the default, or a Gaussian for each. */
  base?: 'shared' | 'class-gaussians';
};

/**
 * A class-conditional flow p(x | class): any recipe of couplings, autoregressive or continuous layers, with the one-hot class as context.
 *
 * Class-conditional MAF is https://arxiv.org/abs/1705.07057 §4.3. With `class-gaussians` the base differs by class, too
 * (https://arxiv.org/abs/1912.13025). By Bayes' rule log p(class | x) = log p(x | class) + log p(class) + constant.
 * @throws RangeError as `withContext`, or if the base is neither.
 */
export function classConditional({ flow, classes, base = 'shared' }: ClassConditionalOptions): FlowSpec {
  oneOf('classConditional: base', base, ['shared', 'class-gaussians']);
  const conditional = withContext(flow, classes);
  if (base === 'shared') return conditional;
  const { dimensions } = flow.base;
  return { ...conditional, base: { kind: 'class-gaussians', dimensions, classes } satisfies BaseSpec };
}
