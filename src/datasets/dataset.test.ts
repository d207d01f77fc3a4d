import { describe, expect, it, vi } from 'vitest';
import { covariance2, gaussianLogDensity2, gridPoints, mean, mean2, rng, standardError, type Grid } from '#numerics';
import { computedFloor, dataset, noiseRange } from './dataset.ts';
import { planarNames } from './names.ts';
import type { DatasetName } from './names.ts';
import type { Box, PlanarSpec } from './types.ts';

// Integrals over fine grids: a few seconds each where the machine is slow.
vi.setConfig({ testTimeout: 60_000 });

const DRAWN = 60_000;

const atDefault: PlanarSpec[] = planarNames.map((name) => ({ name }));
const atExtremes: PlanarSpec[] = planarNames.flatMap((name) => {
  const range = noiseRange(name);
  return range ? [range.low, range.high].map((noise) => ({ name, noise })) : [];
});
const label = ({ name, noise }: PlanarSpec) => (noise === undefined ? name : `${name}, noise ${noise}`);

/** Where the density is integrated: a little more than the box. */
function windowOf(spec: PlanarSpec): Box {
  // The edges of the checkerboard fall on cells' edges only if the window is a whole number of its squares.
  if (spec.name === 'checkerboard') return { x: [-6, 6], y: [-6, 6] };
  // The tips of the banana are thin, but long.
  return scaled(dataset(spec).box, spec.name === 'banana' ? 2.6 : 1.2);
}

const scaled = ({ x, y }: Box, factor: number): Box => ({ x: around(x, factor), y: around(y, factor) });

function around([low, high]: [number, number], factor: number): [number, number] {
  const [centre, half] = [(low + high) / 2, ((high - low) / 2) * factor];
  return [centre - half, centre + half];
}

/** Integrals of p over the cells of a grid, each from `fine`² midpoints. */
function cellMasses(spec: PlanarSpec, box: Box, cells: number, fine: number): Float64Array {
  const grid: Grid = { ...box, columns: cells * fine, rows: cells * fine };
  const area = ((box.x[1] - box.x[0]) * (box.y[1] - box.y[0])) / (cells * fine) ** 2;
  const masses = new Float64Array(cells * cells);
  dataset(spec)
    .logDensity(gridPoints(grid))
    .forEach((logP, at) => {
      const column = Math.floor((at % grid.columns) / fine);
      const row = Math.floor(at / grid.columns / fine);
      masses[row * cells + column]! += Math.exp(logP) * area;
    });
  return masses;
}

/** How many points fall in each cell. */
function cellCounts(points: Float32Array, { x, y }: Box, cells: number): Float64Array {
  const counts = new Float64Array(cells * cells);
  for (let i = 0; i < points.length; i += 2) {
    const column = Math.floor(((points[i]! - x[0]) / (x[1] - x[0])) * cells);
    const row = Math.floor(((points[i + 1]! - y[0]) / (y[1] - y[0])) * cells);
    if (column >= 0 && column < cells && row >= 0 && row < cells) counts[row * cells + column]!++;
  }
  return counts;
}

describe.each(atDefault.map((spec) => [label(spec), spec] as const))('%s', (_, spec) => {
  const data = dataset(spec);
  const points = data.sample(DRAWN, rng(11, `dataset/${spec.name}`));
  const nll = data.logDensity(points).map((logP) => -logP);

  it('the density integrates to 1', () => {
    const mass = cellMasses(spec, windowOf(spec), 1, 240)[0]!;
    // Beyond the window lies less than e^(−0.5·5²) of it, and float32 points are 1e-7 off. Some 500 cells lie on the edge of
    // the two discs, each a share 2.5e-4 of them, and are counted whole or not at all: 0.3·√500·2.5e-4 on average.
    expect(Math.abs(mass - 1)).toBeLessThan(spec.name === 'two-discs' ? 5e-3 : 1e-5);
  });

  it('the density predicts a histogram of its samples', () => {
    const window: Box = spec.name === 'checkerboard' ? { x: [-4, 4], y: [-4, 4] } : data.box;
    // The discs' edges cut cells, so theirs take a finer count.
    const masses = cellMasses(spec, window, 24, spec.name === 'two-discs' ? 100 : 8);
    const counts = cellCounts(points, window, 24);
    let [chiSquare, bins, rareMass, rareCount] = [0, 0, 1, DRAWN];
    masses.forEach((mass, i) => {
      const expected = mass * DRAWN;
      if (expected < 10) return;
      chiSquare += (counts[i]! - expected) ** 2 / expected;
      bins += 1;
      rareMass -= mass;
      rareCount -= counts[i]!;
    });
    expect(bins).toBeGreaterThan(100);
    // About standard normal: (χ² − bins)/√(2·bins), the rare cells together being the one degree of freedom that is lost.
    expect(Math.abs(chiSquare - bins) / Math.sqrt(2 * bins)).toBeLessThan(4);
    expect(Math.abs(rareCount - rareMass * DRAWN)).toBeLessThan(4 * Math.sqrt(Math.max(rareMass, 0) * DRAWN) + 4);
  });

  it('the floor is the mean of −log p over samples, within four standard errors', () => {
    expect(Math.abs(mean(nll) - data.floor.nats)).toBeLessThan(4 * standardError(nll) + 1e-9);
  });

  it('the stored floor is the one that is computed', () => {
    const floor = computedFloor(spec);
    expect(Math.abs(floor.nats - data.floor.nats)).toBeLessThan(1e-9);
    expect(data.floor.method).toBe(floor.method);
    expect(data.floor.standardError).toBeLessThan(1e-6);
  });

  it('mean and covariance are those of the samples, within five standard errors', () => {
    const [mx, my] = data.gaussian.mean;
    const centred = (f: (x: number, y: number) => number) =>
      Float64Array.from({ length: DRAWN }, (_v, i) => f(points[2 * i]! - mx, points[2 * i + 1]! - my));
    const [xx, xy, , yy] = data.gaussian.covariance;
    for (const [values, want] of [
      [centred((x) => x), 0],
      [centred((_x, y) => y), 0],
      [centred((x) => x * x), xx],
      [centred((x, y) => x * y), xy],
      [centred((_x, y) => y * y), yy],
    ] as const) {
      expect(Math.abs(mean(values) - want)).toBeLessThan(5 * standardError(values));
    }
  });

  it('no single Gaussian does better than the one given', () => {
    const given = -mean(gaussianLogDensity2(points, data.gaussian.mean, data.gaussian.covariance));
    const fitted = -mean(gaussianLogDensity2(points, mean2(points), covariance2(points)));
    // Five fitted numbers gain 5/(2n) nats on average by fitting the sample itself.
    expect(given - fitted).toBeGreaterThan(-1e-12);
    expect(given - fitted).toBeLessThan(20 / DRAWN);
    expect(Math.abs(given - data.gaussian.nats)).toBeLessThan(0.02);
    expect(data.gaussian.nats).toBeGreaterThan(data.floor.nats);
  });

  it('the box holds 99.9 % of the samples', () => {
    const inside = cellCounts(points, data.box, 1)[0]!;
    expect(inside / DRAWN).toBeGreaterThan(0.999);
  });

  it('same stream, same bits; a longer sample begins with the shorter one', () => {
    const again = data.sample(100, rng(11, `dataset/${spec.name}`));
    expect([...again]).toEqual([...points.subarray(0, 200)]);
    expect([...data.sample(100, rng(12))]).not.toEqual([...again]);
  });
});

describe.each(atExtremes.map((spec) => [label(spec), spec] as const))('%s', (_, spec) => {
  const data = dataset(spec);

  it('the density integrates to 1', () => {
    const window = windowOf(spec);
    // Cells of 0.6 of the noise, or, where the noise is divided by 5, of a good deal less.
    const columns = Math.min(460, Math.max(240, Math.ceil((window.x[1] - window.x[0]) / (0.6 * data.noise!))));
    expect(Math.abs(cellMasses(spec, window, 1, columns)[0]! - 1)).toBeLessThan(1e-5);
  });

  it('the floor, computed on demand, is the mean of −log p over samples', () => {
    const nll = data.logDensity(data.sample(20_000, rng(13))).map((logP) => -logP);
    expect(Math.abs(mean(nll) - data.floor.nats)).toBeLessThan(4 * standardError(nll));
    expect(data.floor).toBe(data.floor);
  });
});

describe('the log density far from all data', () => {
  it.each(
    atDefault
      .filter(({ name }) => name !== 'checkerboard' && name !== 'two-discs')
      .map((spec) => [spec.name, spec] as const),
  )('%s: is finite and falls', (_, spec) => {
    const values = dataset(spec).logDensity(Float32Array.of(6, 5, 12, 10, 60, 50, 6e3, -5e3));
    for (const [i, value] of values.entries()) {
      expect(Number.isFinite(value)).toBe(true);
      if (i) expect(value).toBeLessThan(values[i - 1]!);
    }
  });
});

describe('specs', () => {
  it('the same spec gives the same object, with or without the default noise spelled out', () => {
    expect(dataset({ name: 'moons' }) === dataset({ name: 'moons', noise: 0.1 })).toBe(true);
    expect(dataset({ name: 'moons', noise: 0.05 }) === dataset({ name: 'moons' })).toBe(false);
  });

  it('an unknown name is refused with the list of names', () => {
    expect(() => dataset({ name: 'spirals' as DatasetName })).toThrow(
      /dataset: unknown name "spirals"; expected one of moons, circles, .*swiss-roll, .*bimodal/,
    );
  });

  it.each([0, -1, 0.01, 0.31, NaN, Infinity])('moons refuse the noise %d', (noise) => {
    expect(() => dataset({ name: 'moons', noise })).toThrow(
      /dataset: noise of moons must lie between 0.02 and 0.3, got/,
    );
  });

  it('a data set without noise refuses to be given one', () => {
    expect(() => dataset({ name: 'pinwheel', noise: 0.1 })).toThrow(/pinwheel has no noise to choose, got noise 0.1/);
    expect(dataset({ name: 'pinwheel' }).noise).toBeUndefined();
  });

  it('a sample of a fractional size is refused', () => {
    expect(() => dataset({ name: 'rings' }).sample(2.5, rng(0))).toThrow(
      /sample: n must be a whole number ≥ 0, got 2.5/,
    );
    expect(dataset({ name: 'rings' }).sample(0, rng(0))).toHaveLength(0);
  });
});
