import { customGrad, exp, logSumExp as composedLogSumExp, mul, reshape, sub, sum } from '@tensorflow/tfjs-core';
import type { GradSaveFunc, Tensor } from '@tensorflow/tfjs-core';

/**
 * log Σ exp(x) over one axis. The value is tfjs's; the gradient is written out, dy·exp(x − log Σ exp): tfjs differentiates through
 * the maximum, which costs more than all the rest and adds up to 0.
 */
export function logSumExp<T extends Tensor>(x: Tensor, axis: number, keepDims = false): T {
  const keptShape = x.shape.map((length, i) => (i === axis ? 1 : length));
  const op = customGrad((...inputs) => {
    const [terms, save] = inputs as unknown as [Tensor, GradSaveFunc];
    const total = composedLogSumExp(terms, axis, true);
    save([terms, total]);
    return {
      value: keepDims ? total : reshape(total, keptShape.toSpliced(axis, 1)),
      gradFunc: (dy: Tensor, saved: Tensor[]) => mul(reshape(dy, keptShape), exp(sub(saved[0]!, saved[1]!))),
    };
  });
  return op(x) as T;
}

/** exp(x) ÷ Σ exp(x) over the last axis, with the gradient y·(dy − Σ dy·y). */
export function softmax<T extends Tensor>(x: T): T {
  const last = x.rank - 1;
  const op = customGrad((...inputs) => {
    const [scores, save] = inputs as unknown as [Tensor, GradSaveFunc];
    const y = exp(sub(scores, composedLogSumExp(scores, last, true)));
    save([y]);
    return {
      value: y,
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const shares = saved[0]!;
        return mul(shares, sub(dy, sum(mul(dy, shares), last, true)));
      },
    };
  });
  return op(x) as T;
}
