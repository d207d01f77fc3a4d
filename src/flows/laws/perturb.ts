import * as tf from '#tf';
import type { Variable } from '#tf';
import { normals } from '#numerics';
import type { Rng } from '#numerics';

/** Adds N(0, deviation²) to every number. Laws are tested there: at its start a flow is the identity, where nearly any mistake passes. */
export function perturb(parameters: readonly Variable[], rng: Rng, deviation = 0.5): void {
  tf.tidy(() => {
    for (const parameter of parameters) {
      const noise = normals(rng, parameter.size).map((value) => value * deviation);
      parameter.assign(tf.add(parameter, tf.tensor(noise, parameter.shape)));
    }
  });
}
