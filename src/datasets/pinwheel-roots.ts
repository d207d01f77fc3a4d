import { cos, exp, sin } from '#numerics';

/** How fast an arm bends: G(t) = t − ¼ exp(r cos t). */
export const BEND = 0.25;
/** The angle between two arms: all of them are met by angles that agree up to a multiple of it. */
export const TURN = (2 * Math.PI) / 5;

/** One root of G(t) = level between two angles, and about where it lies: t and r(cos t, sin t), interpolated. */
export type Bracket = {
  low: number;
  high: number;
  rising: boolean;
  level: number;
  t: number;
  f1: number;
  f2: number;
};

/** Where G crosses a level θ + 2πk/5, between two neighbours of a grid over one turn. */
export function bracketRoots(r: number, theta: number): Bracket[] {
  const { angles, cosines, sines } = gridOfAngles(r);
  const brackets: Bracket[] = [];
  let before = (angles[0]! - BEND * exp(r * cosines[0]!) - theta) / TURN;
  for (let i = 1; i < angles.length; i++) {
    const after = (angles[i]! - BEND * exp(r * cosines[i]!) - theta) / TURN;
    const end = Math.max(before, after);
    for (let k = Math.ceil(Math.min(before, after)); k < end; k++) {
      const share = (k - before) / (after - before);
      brackets.push({
        low: angles[i - 1]!,
        high: angles[i]!,
        rising: after > before,
        level: theta + TURN * k,
        t: between(angles, i, share),
        f1: r * between(cosines, i, share),
        f2: r * between(sines, i, share),
      });
    }
    before = after;
  }
  return brackets;
}

const between = (grid: Float64Array, i: number, share: number) => grid[i - 1]! + share * (grid[i]! - grid[i - 1]!);

/** The root in a bracket, as the point r(cos t, sin t) and G′ there: Newton's method, kept inside by bisection. */
export function polish(
  r: number,
  { low, high, rising, level, t: guess }: Bracket,
): { f1: number; f2: number; slope: number } {
  let [a, b, t] = [low, high, guess];
  for (let round = 0; ; round++) {
    const f1 = r * cos(t);
    const f2 = r * sin(t);
    const pull = BEND * exp(f1);
    const slope = 1 + f2 * pull;
    const miss = t - pull - level;
    if (miss > 0 === rising) b = t;
    else a = t;
    const newton = t - miss / slope;
    const next = newton >= a && newton <= b ? newton : (a + b) / 2;
    if (Math.abs(next - t) < 1e-11 || round === 60) return { f1, f2, slope };
    t = next;
  }
}

type Angles = { angles: Float64Array; cosines: Float64Array; sines: Float64Array };
const grids = new Map<number, Angles>();

/** A grid over [−π, π] on which G, whose slope grows like ¼ r·e^r, moves by half the distance of two levels at most. */
function gridOfAngles(r: number): Angles {
  let n = 32;
  while (n < 10 * (1 + BEND * r * exp(r))) n *= 2;
  let grid = grids.get(n);
  if (!grid) {
    const angles = Float64Array.from({ length: n + 1 }, (_, i) => (2 * Math.PI * i) / n - Math.PI);
    grid = { angles, cosines: angles.map((t) => cos(t)), sines: angles.map((t) => sin(t)) };
    grids.set(n, grid);
  }
  return grid;
}
