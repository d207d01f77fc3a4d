import * as tf from '#tf';
import type { Tensor2D } from '#tf';
import { normals } from '#numerics';
import type { Rng } from '#numerics';
import type { ProbeKind } from './spec.ts';
import type { VectorField, VelocityAndDivergence } from '../types.ts';

/** How the divergence of a field is found during one solution. The probe e [n, d] is the same at all its times. */
export type Trace = { kind: 'exact' } | { kind: 'hutchinson'; probe: Tensor2D };
export const probeKinds: readonly ProbeKind[] = ['gaussian', 'rademacher'];

/** v and tr J, or v and Hutchinson's estimate eᵀJe of it (https://arxiv.org/abs/1810.01367 §3.1), unbiased over probes. */
export function velocityAndTrace(
  field: VectorField,
  trace: Trace,
  z: Tensor2D,
  t: number,
  context?: Tensor2D,
): VelocityAndDivergence {
  if (trace.kind === 'exact') return field.velocityAndDivergence(z, t, context);
  return tf.tidy(() => {
    const { v, jv } = field.velocityAndTangent(z, t, trace.probe, context);
    return { v, div: tf.sum(tf.mul(trace.probe, jv), 1) };
  });
}

/** A probe: N(0, 1) in every entry, or −1 or 1 with equal chances. Rademacher's has the least variance. */
export function drawProbe(kind: ProbeKind, [n, d]: readonly [number, number], rng: Rng): Tensor2D {
  const values =
    kind === 'gaussian' ? normals(rng, n * d) : Float32Array.from({ length: n * d }, () => 2 * rng.integer(2) - 1);
  return tf.tensor2d(values, [n, d]);
}
