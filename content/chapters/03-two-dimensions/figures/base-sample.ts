import { rng } from '#numerics';
import type { Point } from './matrix2.ts';

/** `n` draws from the base N(0, I) of the plane; the same seed gives the same dots. */
export function baseSample(n: number, seed: number): Point[] {
  const source = rng(seed, 'base-sample');
  return Array.from({ length: n }, (): Point => [source.normal(), source.normal()]);
}
