import { apply, solve, type Point } from './matrix2.ts';
import type { PlaneMap } from './maps.ts';

/**
 * The z that f carries to x: by the closed form where there is one, else by damped Newton steps from `near`, so that a
 * drag in the data plane stays on the branch it started on. Undefined if no step gets there.
 */
export function preimage(map: PlaneMap, knobs: readonly number[], x: Point, near: Point): Point | undefined {
  if (map.inverse) return map.inverse(x, knobs);
  let z = near;
  for (let round = 0; round < 60; round++) {
    const gap = difference(x, map.forward(z, knobs));
    if (length(gap) < 1e-10) return z;
    const move = solve(map.jacobian(z, knobs), gap);
    if (!move) return undefined;
    const next = shorten(z, move, (candidate) => length(difference(x, map.forward(candidate, knobs))) < length(gap));
    if (!next) return undefined;
    z = next;
  }
  return undefined;
}

/** Halves the step until it brings an improvement. */
function shorten(z: Point, move: Point, better: (candidate: Point) => boolean): Point | undefined {
  for (let scale = 1; scale > 1e-4; scale /= 2) {
    const [u, v] = apply([scale, 0, 0, scale], move);
    const candidate: Point = [z[0] + u, z[1] + v];
    if (better(candidate)) return candidate;
  }
  return undefined;
}

const difference = (a: Point, b: Point): Point => [a[0] - b[0], a[1] - b[1]];
const length = ([u, v]: Point): number => Math.hypot(u, v);
