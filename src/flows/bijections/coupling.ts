import * as tf from '#tf';
import type { Tensor2D } from '#tf';
import type { Bijection, Conditioner, Transformer } from '../types.ts';
import { binaryMask } from '../argument-checks.ts';
import { checkTheta } from '../conditioners/check-theta.ts';

export type CouplingOptions = {
  /** 1 keeps a dimension (and shows it to the conditioner), 0 transforms it. */
  mask: readonly number[];
  conditioner: Conditioner;
  transformer: Transformer;
};

/**
 * Coupling layer, https://arxiv.org/abs/1605.08803 §3.2: what is kept decides how the rest is transformed.
 *
 * Forward:  x = m⊙z + (1−m)⊙τ(z; θ),   θ = conditioner(m⊙z),   τ = transformer
 * Inverse:  z = m⊙x + (1−m)⊙τ⁻¹(x; θ),  with the same θ, since m⊙x = m⊙z
 * log|det|: Σ (1−m)⊙log|∂τ/∂z|, nats: the Jacobian is triangular after sorting by m
 * Shapes:   z, x [n, d];  logDet [n];  θ [n, d, transformer.paramsPerDim]
 * @throws RangeError if the mask keeps every dimension or none, or if θ has another shape.
 */
export function coupling({ mask, conditioner, transformer }: CouplingOptions): Bijection {
  const m = binaryMask('coupling: mask', mask);
  const free = m.map((kept) => 1 - kept);
  checkParameters('coupling', transformer);
  checkTheta('coupling', m.length, conditioner, transformer);
  // #region coupling
  const keep = (tensor: Tensor2D): Tensor2D => tf.mul(tensor, m);
  const move = (tensor: Tensor2D): Tensor2D => tf.mul(tensor, free);

  const forward: Bijection['forward'] = (z, context) =>
    tf.tidy(() => {
      const kept = keep(z);
      const { x, logSlope } = transformer.forward(z, conditioner.theta(kept, context));
      return { x: tf.add(kept, move(x)), logDet: tf.sum(move(logSlope), 1) };
    });

  const inverse: Bijection['inverse'] = (x, context) =>
    tf.tidy(() => {
      const kept = keep(x); // = keep(z): what decides θ has not moved
      const { z, logSlope } = transformer.inverse(x, conditioner.theta(kept, context));
      return { z: tf.add(kept, move(z)), logDet: tf.sum(move(logSlope), 1) };
    });
  // #endregion coupling
  return {
    name: `${transformer.name} coupling`,
    dimensions: m.length,
    parameters: conditioner.parameters,
    forward,
    inverse,
  };
}

/** A curve without parameters would make no coupling and no autoregressive layer, but the same curve for every row. */
export function checkParameters(where: string, { name, paramsPerDim }: Transformer): void {
  if (paramsPerDim > 0) return;
  throw new RangeError(
    `${where}: the ${name} transformer has no parameters for a conditioner to give; use an elementwise layer.`,
  );
}
