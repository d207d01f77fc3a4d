import * as tf from '#tf';
import type { Tensor2D } from '#tf';
import type { Bijection, MaskedConditioner, Transformer } from '../types.ts';
import { list, permutationOrder } from '../argument-checks.ts';
import { checkTheta } from '../conditioners/check-theta.ts';
import { checkParameters } from './coupling.ts';

export type AutoregressiveOptions = {
  /** order[k] is the dimension that comes k-th; a dimension is transformed by what those before it say. */
  order: readonly number[];
  /** Its θᵢ reads dimensions before i in `order` alone. */
  conditioner: MaskedConditioner;
  transformer: Transformer;
};

/**
 * Autoregressive layer: masked autoregressive flow, https://arxiv.org/abs/1705.07057; inverted, it is inverse autoregressive flow,
 * https://arxiv.org/abs/1606.04934.
 *
 * Inverse:  zᵢ = τ⁻¹(xᵢ; θᵢ),  θ = conditioner(x): all dimensions in one pass, since x is known
 * Forward:  xᵢ = τ(zᵢ; θᵢ(x before i)): one pass after the other; a pass settles every dimension whose inputs are settled.
 *           `passes.forward` is the longest chain of dependencies: d when each dimension reads all before it, fewer otherwise
 * log|det|: Σ log|∂τ/∂zᵢ|, nats: the Jacobian is triangular in `order`
 * Shapes:   z, x [n, d];  logDet [n];  θ [n, d, transformer.paramsPerDim]
 * @throws RangeError if `order` is no permutation, if the transformer has no parameters, if θᵢ reads a dimension that is not before i, or if θ has another shape;
 *         TypeError if the conditioner does not say what it reads.
 */
export function autoregressive({ order, conditioner, transformer }: AutoregressiveOptions): Bijection {
  checkParameters('autoregressive', transformer);
  const depths = dependencyDepths(permutationOrder('autoregressive: order', order), conditioner.dependencies);
  const d = depths.length;
  checkTheta('autoregressive', d, conditioner, transformer);
  const levels = Array.from({ length: Math.max(...depths) }, (_, pass) =>
    Float32Array.from(depths, (depth) => (depth === pass + 1 ? 1 : 0)),
  );
  // #region autoregressive
  const inverse: Bijection['inverse'] = (x, context) =>
    tf.tidy(() => {
      const { z, logSlope } = transformer.inverse(x, conditioner.theta(x, context));
      return { z, logDet: tf.sum(logSlope, 1) };
    });

  const forward: Bijection['forward'] = (z, context) =>
    tf.tidy(() => {
      let settled: Tensor2D = tf.zerosLike(z);
      let logSlopes: Tensor2D = tf.zerosLike(z);
      for (const level of levels) {
        // θ of what cannot be settled yet is wrong, and might overflow where the right one does not; θ = 0 never does.
        const theta = tf.mul(conditioner.theta(settled, context), tf.tensor2d(level, [d, 1]));
        const { x, logSlope } = transformer.forward(z, theta);
        settled = tf.add(settled, tf.mul(x, level));
        logSlopes = tf.add(logSlopes, tf.mul(logSlope, level));
      }
      return { x: settled, logDet: tf.sum(logSlopes, 1) };
    });
  // #endregion autoregressive
  return {
    name: `${transformer.name} autoregressive`,
    dimensions: d,
    parameters: conditioner.parameters,
    passes: { forward: levels.length, inverse: 1 },
    forward,
    inverse,
  };
}

/** For each dimension the length of the longest chain of dependencies that ends in it: the pass in which it is settled. */
function dependencyDepths(order: readonly number[], dependencies: MaskedConditioner['dependencies']): number[] {
  const d = order.length;
  const rows = list('autoregressive: conditioner.dependencies', dependencies);
  if (rows.length !== d || rows.some((row) => row.length !== d)) {
    throw new RangeError(
      `autoregressive: order has ${d} dimensions, but conditioner.dependencies has ${rows.length} rows of ` +
        `${rows[0]?.length ?? 0}; it must be a square of the same size.`,
    );
  }
  const depths = new Array<number>(d).fill(0);
  order.forEach((i, place) => {
    const reads = rows[i]!.flatMap((read, j) => (read === 0 ? [] : [j]));
    const late = reads.find((j) => order.indexOf(j) >= place);
    if (late !== undefined) {
      throw new RangeError(
        `autoregressive: conditioner reads dimension ${late} for θ of dimension ${i}, but in the order ` +
          `[${order.join(', ')}] it does not come before it.`,
      );
    }
    depths[i] = 1 + Math.max(0, ...reads.map((j) => depths[j]!));
  });
  return depths;
}
