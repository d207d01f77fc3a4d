import { banana } from './banana.ts';
import { bimodal } from './bimodal.ts';
import { checkerboard } from './checkerboard.ts';
import { circles } from './circles.ts';
import { eightGaussians } from './eight-gaussians.ts';
import floors from './floors.json';
import { gaussianNats } from './gaussian.ts';
import { moons } from './moons.ts';
import { pinwheel } from './pinwheel.ts';
import { rings } from './rings.ts';
import { swissRoll } from './swiss-roll.ts';
import { twoDiscs } from './two-discs.ts';
import { twoSpirals } from './two-spirals.ts';
import { datasetNames, lineNames } from './names.ts';
import type { DatasetName, LineName, PlanarName } from './names.ts';
import type {
  Dataset,
  DatasetOn,
  DatasetSpec,
  Dimensions,
  Floor,
  LineDataset,
  LineSpec,
  PlanarDataset,
  PlanarSpec,
  Toy,
} from './types.ts';

const planarToys: Readonly<Record<PlanarName, Toy>> = {
  moons,
  circles,
  rings,
  'eight-gaussians': eightGaussians,
  checkerboard,
  pinwheel,
  'two-spirals': twoSpirals,
  'swiss-roll': swissRoll,
  'two-discs': twoDiscs,
  banana,
};
const lineToys: Readonly<Record<LineName, Toy<1>>> = { bimodal };

const built = new Map<string, Dataset>();

/**
 * The data set that a spec names; the same object for the same spec.
 * @throws RangeError if the name is unknown or the noise outside the data set's range.
 */
export function dataset(spec: PlanarSpec): PlanarDataset;
export function dataset(spec: LineSpec): LineDataset;
export function dataset(spec: DatasetSpec): Dataset;
export function dataset(spec: DatasetSpec): Dataset {
  const noise = noiseOf(spec);
  const key = `${spec.name} ${noise}`;
  let found = built.get(key);
  if (!found) {
    found = isOnLine(spec.name) ? make(lineToys[spec.name], 1, noise) : make(planarToys[spec.name], 2, noise);
    built.set(key, found);
  }
  return found;
}

/**
 * The values of noise a data set accepts, or nothing if it has none to choose.
 * @throws RangeError if the name is unknown.
 */
export function noiseRange(name: DatasetName): { default: number; low: number; high: number } | undefined {
  return find(name).noise;
}

/** The entropy by computation, whatever is stored. Slow; what `floors.json` is made from. */
export function computedFloor(spec: DatasetSpec): Floor {
  return find(spec.name).build(noiseOf(spec)).entropy();
}

function make<D extends Dimensions>(toy: Toy<D>, dimensions: D, noise: number): DatasetOn<D> {
  const { draw, entropy, mean, covariance, ...shape } = toy.build(noise);
  let floor: Floor | undefined;
  return {
    name: toy.name,
    title: toy.title,
    dimensions,
    ...(toy.noise && { noise }),
    source: toy.source,
    box: shape.box,
    logDensity: shape.logDensity,
    sample(n, rng) {
      if (!(Number.isInteger(n) && n >= 0)) {
        throw new RangeError(`sample: n must be a whole number ≥ 0, got ${n}.`);
      }
      const points = new Float32Array(dimensions * n);
      for (let i = 0; i < n; i++) points.set(draw(rng), dimensions * i);
      return points;
    },
    get floor() {
      floor ??= (toy.noise?.default ?? 0) === noise ? floors[toy.name] : entropy();
      return floor;
    },
    gaussian: { nats: gaussianNats(covariance), mean, covariance },
  };
}

/** The noise that a spec asks for, or the default. */
function noiseOf({ name, noise }: DatasetSpec): number {
  const toy = find(name);
  if (noise === undefined) return toy.noise?.default ?? 0;
  if (!toy.noise) {
    throw new RangeError(`dataset: ${name} has no noise to choose, got noise ${noise}; leave it out.`);
  }
  const { low, high } = toy.noise;
  if (!(noise >= low && noise <= high)) {
    throw new RangeError(`dataset: noise of ${name} must lie between ${low} and ${high}, got ${noise}.`);
  }
  return noise;
}

function find(name: DatasetName): Toy | Toy<1> {
  if (!datasetNames.includes(name)) {
    throw new RangeError(`dataset: unknown name "${name}"; expected one of ${datasetNames.join(', ')}.`);
  }
  return isOnLine(name) ? lineToys[name] : planarToys[name];
}

const isOnLine = (name: DatasetName): name is LineName => (lineNames as readonly string[]).includes(name);
