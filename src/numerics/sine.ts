// π/2 in three parts (Cody & Waite 1980). The first two have 33 bits, so their products with |k| < 2²⁰ are exact.
const HALF_PI_1 = 1.57079632673412561417;
const HALF_PI_2 = 6.0771005063039659766e-11;
const HALF_PI_3 = 2.02226624879595063154e-21;

/** Beyond this the three parts of π/2 no longer carry the quarter turns away exactly. */
const LARGEST_ANGLE = 1_600_000;

/** 1/(4·5), 1/(6·7), … and 1/(5·6), 1/(7·8), …: what each term of a Taylor series gains over the one before, but for −r². */
const sineRatios = Float64Array.from({ length: 8 }, (_, i) => 1 / ((2 * i + 4) * (2 * i + 5)));
const cosineRatios = Float64Array.from({ length: 7 }, (_, i) => 1 / ((2 * i + 5) * (2 * i + 6)));

/** sin(r + tail) for |r| ≤ π/4: r − r³/6·(1 − r²/(4·5)·(1 − r²/(6·7)·…)); the first term left out is below 1e-22. */
function sineCore(r: number, tail: number): number {
  const r2 = r * r;
  let nested = 1;
  for (let i = sineRatios.length - 1; i >= 0; i--) nested = 1 - r2 * sineRatios[i]! * nested;
  return r - ((r * r2 * nested) / 6 - tail * (1 - 0.5 * r2));
}

/** cos(r + tail) for |r| ≤ π/4: 1 − r²/2 + r⁴/24·(1 − r²/(5·6)·…), with the rounding of 1 − r²/2 put back. */
function cosineCore(r: number, tail: number): number {
  const r2 = r * r;
  let nested = 1;
  for (let i = cosineRatios.length - 1; i >= 0; i--) nested = 1 - r2 * cosineRatios[i]! * nested;
  const half = 0.5 * r2;
  const head = 1 - half;
  return head + (1 - head - half + ((r2 * r2 * nested) / 24 - r * tail));
}

/** x = k·π/2 + r + tail with |r| ≤ π/4: the quarter turn (k mod 4) and what is left. */
function reduce(x: number): { quarter: number; r: number; tail: number } {
  if (Math.abs(x) > LARGEST_ANGLE) {
    throw new RangeError(`sin, cos: the angle must lie within ±${LARGEST_ANGLE}, got ${x}.`);
  }
  const k = Math.floor(x / (Math.PI / 2) + 0.5);
  const large = x - k * HALF_PI_1;
  const middle = k * HALF_PI_2;
  const first = large - middle;
  const lost = large - first - middle - k * HALF_PI_3;
  const r = first + lost;
  return { quarter: ((k % 4) + 4) % 4, r, tail: first - r + lost };
}

function quarterTurn(quarter: number, r: number, tail: number): number {
  const value = quarter % 2 === 0 ? sineCore(r, tail) : cosineCore(r, tail);
  return quarter < 2 ? value : -value;
}

/** sin x in float64, absolute error about 1e-16; the same bits on every engine. @throws RangeError if |x| > 1.6e6. */
export function sin(x: number): number {
  if (x === 0) return x;
  if (!Number.isFinite(x)) return NaN;
  const { quarter, r, tail } = reduce(x);
  return quarterTurn(quarter, r, tail);
}

/** cos x in float64, absolute error about 1e-16; the same bits on every engine. @throws RangeError if |x| > 1.6e6. */
export function cos(x: number): number {
  if (!Number.isFinite(x)) return NaN;
  const { quarter, r, tail } = reduce(x);
  return quarterTurn((quarter + 1) % 4, r, tail);
}
