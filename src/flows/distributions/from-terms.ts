import * as tf from '#tf';
import type { Tensor, Tensor1D, Tensor2D } from '#tf';
import type { Distribution, LedgerTerm } from '../types.ts';

type Parts = Pick<Distribution, 'parameters' | 'sample'> & {
  readonly dimensions: number;
  /** The summands of log p by name, called inside a tidy: [n], or [1] or a number for what is the same in every row. */
  terms(x: Tensor2D, context?: Tensor2D): Record<string, Tensor | number>;
};

/** A distribution from its sampler and the named terms of its log-density, whose sum is `logProb`. */
export function fromTerms(where: string, { terms, sample, dimensions, parameters }: Parts): Distribution {
  const checkedTerms = (x: Tensor2D, context?: Tensor2D): [string, Tensor | number][] => {
    if (x.shape.length !== 2 || x.shape[1] !== dimensions) {
      throw new RangeError(`${where}: x must have shape [n,${dimensions}], got [${x.shape}].`);
    }
    return Object.entries(terms(x, context));
  };
  const logProb = (x: Tensor2D, context?: Tensor2D): Tensor1D =>
    tf.tidy(() => {
      const values = checkedTerms(x, context).map(([, value]) => value);
      return values.reduce((sum, value) => tf.add(sum, value)) as Tensor1D;
    });
  const explain = (x: Tensor2D, context?: Tensor2D): LedgerTerm[] => {
    const values = tf.tidy(() => {
      const perRow = (value: Tensor | number) => tf.add<Tensor1D>(tf.zeros([x.shape[0]]), value);
      return Object.fromEntries(checkedTerms(x, context).map(([term, value]) => [term, perRow(value)]));
    });
    return Object.entries(values).map(([term, summand]) => ({ term: `base ${term}`, layer: [], values: summand }));
  };
  return {
    dimensions,
    parameters,
    sample,
    logProb,
    explain,
    sampleAndLogProb(n, rng, context) {
      const x = sample(n, rng, context);
      return { x, logProb: logProb(x, context) };
    },
  };
}
