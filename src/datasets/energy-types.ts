import type { EnergyName } from './names.ts';
import type { Box, Floor, Source } from './types.ts';

/**
 * An energy U and, where it is given, the scale of normflows' envelope: ½·(‖z‖₄/envelope)⁴ is added to U, so that U2…U4, which
 * run on for ever along z₁, have a normaliser on the whole plane.
 */
export type EnergySpec = { name: EnergyName; envelope?: number };

/** A density on the plane known up to its constant, p(z) ∝ exp(−U(z)). Points [n, 2], row-major; nats. */
export interface Energy {
  readonly name: EnergyName;
  readonly title: string;
  readonly dimensions: 2;
  /** −U at every point. */
  logUnnormalised(points: Float32Array | Float64Array): Float64Array;
  /** −∇U at every point, [n, 2]. */
  score(points: Float32Array | Float64Array): Float64Array;
  /** The window that `logNormaliser` integrates over; U1 has all but 1e-7 of its mass there. */
  readonly box: Box;
  /** log ∫exp(−U) over the box: minus the best reverse-KL loss of a q that stays inside. */
  readonly logNormaliser: Floor;
  /** The entropy of the density within the box. */
  readonly entropy: Floor;
  readonly source: Source;
}
