import * as tf from '#tf';
import { positiveInteger } from '../argument-checks.ts';
import { makeVariable } from '../make-variable.ts';
import { parametersOf } from '../transformers/parameters-of.ts';
import type { Conditioner } from '../types.ts';

export type RescaledTanhOptions = {
  /** Gives (t, u) for every entry: θ [n, …, channels, 2]. */
  conditioner: Conditioner;
  /** Length of θ's last axis but one. */
  channels: number;
};

/**
 * RealNVP's bound on the log-scale, https://arxiv.org/abs/1605.08803 §4.1: s = r_c·tanh(u), with an r trained for each
 * channel, starting at 1. The transformer then takes s as it is (`exponential`).
 *
 * θ = (t, r_c·tanh(u)), where (t, u) is what `conditioner` gives.  Parameters: the conditioner's, then r [channels].
 * @throws RangeError if channels is no whole number ≥ 1; from θ if the conditioner gives anything but two numbers an entry.
 */
export function rescaledTanh({ conditioner, channels }: RescaledTanhOptions): Conditioner {
  const bounds = makeVariable(
    [positiveInteger('rescaledTanh: channels', channels)],
    new Float32Array(channels).fill(1),
  );
  return {
    ...conditioner,
    parameters: [...conditioner.parameters, bounds],
    theta: (kept, context) =>
      tf.tidy(() => {
        const theta = conditioner.theta(kept, context);
        const [t, u, ...rest] = parametersOf(theta);
        if (!t || !u || rest.length > 0) {
          throw new RangeError(`rescaledTanh: the conditioner must give θ [n, …, 2], got [${theta.shape}].`);
        }
        return tf.stack([t, tf.mul(bounds, tf.tanh(u))], t.rank);
      }),
  };
}
