import { logBase } from './ledger.ts';
import { maps } from './maps.ts';
import { det, signedArea, type Point } from './matrix2.ts';
import { squareEdge } from './warp.ts';

/** What the reader claims about the Jacobian: the law, no factor at all, or the factor the wrong way up. */
export type Claim = 'right' | 'forgotten' | 'wrong-sign';
const EXPONENT: Record<Claim, number> = { right: -1, forgotten: 0, 'wrong-sign': 1 };

/** p(x) = p(z) · |det J_f(z)|^exponent at z = f⁻¹(x), for the affine coupling; the law has exponent −1. */
export function claimedDensity(claim: Claim, knobs: readonly number[], x: Point): number {
  const z = maps.coupling.inverse!(x, knobs)!;
  return Math.exp(logBase(z) + EXPONENT[claim] * Math.log(Math.abs(det(maps.coupling.jacobian(z, knobs)))));
}

/** ∫p over the plane: a plain midpoint sum over a box that holds the whole of p but 1e-6, never renormalised. */
export function totalMass(claim: Claim, knobs: readonly number[], perSide = 160): number {
  const [a = 0, b = 0] = knobs;
  const half = { x: 5.5, y: 5.5 * Math.exp(Math.abs(a)) + Math.abs(b) };
  const cell = ((2 * half.x) / perSide) * ((2 * half.y) / perSide);
  let sum = 0;
  for (let row = 0; row < perSide; row++) {
    for (let column = 0; column < perSide; column++) {
      const x: Point = [half.x * ((2 * column + 1) / perSide - 1), half.y * ((2 * row + 1) / perSide - 1)];
      sum += claimedDensity(claim, knobs, x) * cell;
    }
  }
  return sum;
}

/**
 * The claimed mass of the image of a square of the base plane. The square is cut into small ones; each adds the claimed
 * density at its image times the area of that image, measured by the shoelace formula, so no determinant helps here.
 */
export function claimedMass(claim: Claim, knobs: readonly number[], [u, v]: Point, side: number, perSide = 24): number {
  const step = side / perSide;
  let sum = 0;
  for (let i = 0; i < perSide; i++) {
    for (let j = 0; j < perSide; j++) {
      const centre: Point = [u - side / 2 + (i + 0.5) * step, v - side / 2 + (j + 0.5) * step];
      const image = squareEdge(centre, step, 1).map((corner) => maps.coupling.forward(corner, knobs));
      sum += claimedDensity(claim, knobs, maps.coupling.forward(centre, knobs)) * signedArea(image);
    }
  }
  return sum;
}

/** How many of the dots lie in the square. f carries a dot into the image exactly when it carries it from the square. */
export const countInside = (dots: readonly Point[], [u, v]: Point, side: number): number =>
  dots.filter((dot) => Math.abs(dot[0] - u) <= side / 2 && Math.abs(dot[1] - v) <= side / 2).length;
