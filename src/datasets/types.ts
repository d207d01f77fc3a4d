import type { Matrix2, Rng } from '#numerics';
import type { DatasetName, LineName, PlanarName } from './names.ts';

/** A data set and its noise, the standard deviation named in its definition; left out, the default. */
export type DatasetSpec = { name: DatasetName; noise?: number };
export type PlanarSpec = DatasetSpec & { name: PlanarName };
export type LineSpec = DatasetSpec & { name: LineName };

/** A number of nats, how far it may be off (0 for a closed form), and how it was found. */
export type Floor = { nats: number; standardError: number; method: string };

export type Interval = [low: number, high: number];
export type Box = { x: Interval; y: Interval };
export type Source = { title: string; url: string };

/** What the sizes of a data set decide: a point, a covariance (row-major), a window. */
export type Sizes = {
  1: { name: LineName; point: [number]; covariance: [number]; box: { x: Interval } };
  2: { name: PlanarName; point: [number, number]; covariance: Matrix2; box: Box };
};
export type Dimensions = keyof Sizes;

/** A distribution that we can draw from and score exactly. Densities in nats; points [n, dimensions], row-major. */
export interface DatasetOn<D extends Dimensions> {
  readonly name: Sizes[D]['name'];
  readonly title: string;
  readonly dimensions: D;
  /** The noise in use; absent where the definition has none to choose. */
  readonly noise?: number;
  /** n independent points, [n, dimensions]. The same stream gives the same bits on every engine. */
  sample(n: number, rng: Rng): Float32Array;
  /** log p_X at points [n, dimensions]; −∞ where the density is zero. */
  logDensity(points: Float32Array): Float64Array;
  /** The entropy: the best NLL any model can reach. */
  readonly floor: Floor;
  /** The single Gaussian of the same mean and covariance, and its expected NLL: what a model should at least beat. */
  readonly gaussian: { nats: number; mean: Sizes[D]['point']; covariance: Sizes[D]['covariance'] };
  /** A window that holds practically all of the mass. */
  readonly box: Sizes[D]['box'];
  readonly source: Source;
}

export type LineDataset = DatasetOn<1>;
export type PlanarDataset = DatasetOn<2>;
export type Dataset = LineDataset | PlanarDataset;

/** What one file of this folder says about its data set; `build` fixes the noise. On the plane, unless it says otherwise. */
export interface Toy<D extends Dimensions = 2> {
  readonly name: Sizes[D]['name'];
  readonly title: string;
  readonly source: Source;
  /** Absent where the noise is part of the definition and cannot be chosen. */
  readonly noise?: { readonly default: number; readonly low: number; readonly high: number };
  build(noise: number): Shape<D>;
}

export interface Shape<D extends Dimensions = 2> {
  /** One point, as float64. */
  draw(rng: Rng): Sizes[D]['point'];
  logDensity(points: Float32Array | Float64Array): Float64Array;
  /** Computed anew at each call. */
  entropy(): Floor;
  readonly mean: Sizes[D]['point'];
  readonly covariance: Sizes[D]['covariance'];
  readonly box: Sizes[D]['box'];
}
