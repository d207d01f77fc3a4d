import { gaussianEntropy2 } from '#numerics';
import { checkerboard } from './checkerboard.ts';
import { circles } from './circles.ts';
import { eightGaussians } from './eight-gaussians.ts';
import floors from './floors.json';
import { moons } from './moons.ts';
import { pinwheel } from './pinwheel.ts';
import { rings } from './rings.ts';
import { swissRoll } from './swiss-roll.ts';
import { twoSpirals } from './two-spirals.ts';
import { datasetNames } from './names.ts';
import type { DatasetName } from './names.ts';
import type { Dataset, DatasetSpec, Floor, Toy } from './types.ts';

const toys: Readonly<Record<DatasetName, Toy>> = {
  moons,
  circles,
  rings,
  'eight-gaussians': eightGaussians,
  checkerboard,
  pinwheel,
  'two-spirals': twoSpirals,
  'swiss-roll': swissRoll,
};

const built = new Map<string, Dataset>();

/**
 * The data set that a spec names; the same object for the same spec.
 * @throws RangeError if the name is unknown or the noise outside the data set's range.
 */
export function dataset(spec: DatasetSpec): Dataset {
  const { toy, noise } = resolve(spec);
  const key = `${toy.name} ${noise}`;
  let found = built.get(key);
  if (!found) {
    found = make(toy, noise);
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
  const { toy, noise } = resolve(spec);
  return toy.build(noise).entropy();
}

function make(toy: Toy, noise: number): Dataset {
  const shape = toy.build(noise);
  let floor: Floor | undefined;
  return {
    name: toy.name,
    title: toy.title,
    dimensions: 2,
    ...(toy.noise && { noise }),
    source: toy.source,
    box: shape.box,
    logDensity: shape.logDensity,
    sample(n, rng) {
      if (!(Number.isInteger(n) && n >= 0)) {
        throw new RangeError(`sample: n must be a whole number ≥ 0, got ${n}.`);
      }
      const points = new Float32Array(2 * n);
      for (let i = 0; i < n; i++) points.set(shape.draw(rng), 2 * i);
      return points;
    },
    get floor() {
      floor ??= (toy.noise?.default ?? 0) === noise ? floors[toy.name] : shape.entropy();
      return floor;
    },
    gaussian: { nats: gaussianEntropy2(shape.covariance), mean: shape.mean, covariance: shape.covariance },
  };
}

function resolve({ name, noise }: DatasetSpec): { toy: Toy; noise: number } {
  const toy = find(name);
  if (noise === undefined) return { toy, noise: toy.noise?.default ?? 0 };
  if (!toy.noise) {
    throw new RangeError(`dataset: ${name} has no noise to choose, got noise ${noise}; leave it out.`);
  }
  const { low, high } = toy.noise;
  if (!(noise >= low && noise <= high)) {
    throw new RangeError(`dataset: noise of ${name} must lie between ${low} and ${high}, got ${noise}.`);
  }
  return { toy, noise };
}

function find(name: DatasetName): Toy {
  if (!datasetNames.includes(name)) {
    throw new RangeError(`dataset: unknown name "${name}"; expected one of ${datasetNames.join(', ')}.`);
  }
  return toys[name];
}
