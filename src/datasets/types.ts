import type { Matrix2, Rng } from '#numerics';
import type { DatasetName } from './names.ts';

/** A data set and its noise, the standard deviation named in its definition; left out, the default. */
export type DatasetSpec = { name: DatasetName; noise?: number };

/** A number of nats, how far it may be off (0 for a closed form), and how it was found. */
export type Floor = { nats: number; standardError: number; method: string };

/** A distribution on the plane that we can draw from and score exactly. Densities in nats; points [n, 2], row-major. */
export interface Dataset {
  readonly name: DatasetName;
  readonly title: string;
  readonly dimensions: 2;
  /** The noise in use; absent where the definition has none to choose. */
  readonly noise?: number;
  /** n independent points, [n, 2]. The same stream gives the same bits on every engine. */
  sample(n: number, rng: Rng): Float32Array;
  /** log p_X at points [n, 2]; −∞ where the density is zero. */
  logDensity(points: Float32Array): Float64Array;
  /** The entropy: the best NLL any model can reach. */
  readonly floor: Floor;
  /** The single Gaussian of the same mean and covariance, and its expected NLL: what a model should at least beat. */
  readonly gaussian: { nats: number; mean: [number, number]; covariance: Matrix2 };
  /** A window that holds practically all of the mass. */
  readonly box: Box;
  readonly source: Source;
}

export type Box = { x: [number, number]; y: [number, number] };
export type Source = { title: string; url: string };

/** What one file of this folder says about its data set; `build` fixes the noise. */
export interface Toy {
  readonly name: DatasetName;
  readonly title: string;
  readonly source: Source;
  /** Absent where the noise is part of the definition and cannot be chosen. */
  readonly noise?: { readonly default: number; readonly low: number; readonly high: number };
  build(noise: number): Shape;
}

export interface Shape {
  /** One point, as float64. */
  draw(rng: Rng): [number, number];
  logDensity(points: Float32Array | Float64Array): Float64Array;
  /** Computed anew at each call. */
  entropy(): Floor;
  readonly mean: [number, number];
  readonly covariance: Matrix2;
  readonly box: Box;
}
