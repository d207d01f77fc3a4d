import type { Matrix2, Point } from './matrix2.ts';

/** One slide of the shear argument: the two columns after it, and what was slid along what. */
export type Slide = { columns: Matrix2; moved: 1 | 2; times: number };
export type AreaSteps = { slides: [Slide, Slide]; sides: [number, number]; swapped: boolean };

/**
 * Two slides turn the parallelogram of J's columns (a, c), (b, d) into a rectangle of the same area.
 *
 * If a ≠ 0: slide column 2 along column 1 until it stands upright, (0, d − bc/a); then slide column 1 along it until
 * it lies flat, (a, 0). The rectangle a × (ad − bc)/a has area ad − bc. If |b| > |a| the columns change parts, and the
 * first comes out upright, so the area takes a minus sign. Undefined if a = b = 0: the parallelogram is a segment.
 */
export function areaSteps([a, b, c, d]: Matrix2): AreaSteps | undefined {
  if (a === 0 && b === 0) return undefined;
  if (Math.abs(a) >= Math.abs(b)) {
    const height = d - (b / a) * c;
    return {
      slides: [
        { columns: [a, 0, c, height], moved: 2, times: -b / a },
        { columns: [a, 0, 0, height], moved: 1, times: height === 0 ? 0 : -c / height },
      ],
      sides: [a, height],
      swapped: false,
    };
  }
  const height = c - (a / b) * d;
  return {
    slides: [
      { columns: [0, b, height, d], moved: 1, times: -a / b },
      { columns: [0, b, height, 0], moved: 2, times: height === 0 ? 0 : -d / height },
    ],
    sides: [b, height],
    swapped: true,
  };
}

/** The columns part of the way through the two slides: 0 is the start, 1 after the first, 2 after the second. */
export function partWay(start: Matrix2, { slides }: AreaSteps, progress: number): Matrix2 {
  const [from, to] = progress <= 1 ? [start, slides[0].columns] : [slides[0].columns, slides[1].columns];
  const share = progress <= 1 ? progress : progress - 1;
  const mix = (i: 0 | 1 | 2 | 3) => from[i] + share * (to[i] - from[i]);
  return [mix(0), mix(1), mix(2), mix(3)];
}

export const columns = ([a, b, c, d]: Matrix2): [Point, Point] => [[a, c], [b, d]]; // prettier-ignore
