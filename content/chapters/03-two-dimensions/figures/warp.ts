import type { PlaneMap } from './maps.ts';
import { det, type Point } from './matrix2.ts';

/**
 * Turns a map into SVG path data. The pictures share one frame: [−3, 3]² of the base plane is drawn, data coordinates
 * are the user units, and y is negated because SVG's axis points down.
 */
export const EXTENT = 3;
const CELLS = 18;
const LINES = 13;
const SEGMENTS = 36;

/** Colour classes of log|det J|: bin 0 is ≤ −RANGE, the middle one is 0, the last is ≥ RANGE. */
export const LOG_DET_RANGE = 1.5;
export const BINS = 11;

export const binOf = (logDet: number): number => {
  const share = (logDet + LOG_DET_RANGE) / (2 * LOG_DET_RANGE);
  return Math.min(BINS - 1, Math.max(0, Math.floor(share * BINS)));
};

/** The colour of a bin from the page's tokens: purple shrinks, neutral keeps, green stretches. */
export function binColour(bin: number): string {
  const middle = (BINS - 1) / 2;
  const share = Math.round((Math.abs(bin - middle) / middle) * 100);
  const end = bin < middle ? 'var(--logdet-shrink)' : 'var(--logdet-stretch)';
  return `color-mix(in oklab, ${end} ${share}%, var(--logdet-zero))`;
}

/** The images of the base plane's cells, gathered by colour; `reversed` holds those that the map turned over. */
export function warpedCells(map: PlaneMap, knobs: readonly number[]): { bins: string[]; reversed: string } {
  const size = (2 * EXTENT) / CELLS;
  const bins = Array.from({ length: BINS }, () => '');
  let reversed = '';
  for (let row = 0; row < CELLS; row++) {
    for (let column = 0; column < CELLS; column++) {
      const [u, v] = [-EXTENT + column * size, -EXTENT + row * size];
      const corners: Point[] = [[u, v], [u + size, v], [u + size, v + size], [u, v + size]]; // prettier-ignore
      const area = det(map.jacobian([u + size / 2, v + size / 2], knobs));
      const path = closedPath(corners.map((corner) => map.forward(corner, knobs)));
      bins[binOf(Math.log(Math.abs(area)))] += path;
      if (area < 0) reversed += path;
    }
  }
  return { bins, reversed };
}

/** The images of the base plane's grid lines, each of so many straight segments: 1 is enough where the map is linear. */
export function warpedLines(map: PlaneMap, knobs: readonly number[], segments = SEGMENTS): string {
  const at = (i: number, n: number) => -EXTENT + (2 * EXTENT * i) / n;
  let path = '';
  for (let line = 0; line < LINES; line++) {
    const fixed = at(line, LINES - 1);
    const along = Array.from({ length: segments + 1 }, (_, i) => at(i, segments));
    path += openPath(along.map((moving) => map.forward([moving, fixed], knobs)));
    path += openPath(along.map((moving) => map.forward([fixed, moving], knobs)));
  }
  return path;
}

/** The images of the circles |z| = 1 and |z| = 2, contours of the base density. */
export function warpedCircles(map: PlaneMap, knobs: readonly number[]): string {
  return [1, 2].map((radius) => closedPath(circle(radius).map((z) => map.forward(z, knobs)))).join('');
}

/** Dots as strokes of no length: with round caps, one path draws them all. */
export const dots = (points: readonly Point[]): string => points.map(([x, y]) => `M${pair(x, y)}h0`).join('');

/** The edge of a square of the given side round `centre`, anticlockwise, `perEdge` points an edge. */
export function squareEdge([u, v]: Point, side: number, perEdge = 24): Point[] {
  const half = side / 2;
  const corners: Point[] = [[u - half, v - half], [u + half, v - half], [u + half, v + half], [u - half, v + half]]; // prettier-ignore
  return corners.flatMap(([x0, y0], i) => {
    const [x1, y1] = corners[(i + 1) % 4]!;
    return Array.from({ length: perEdge }, (_, k): Point => {
      const t = k / perEdge;
      return [x0 + t * (x1 - x0), y0 + t * (y1 - y0)];
    });
  });
}

export const closedPath = (points: readonly Point[]): string => `${openPath(points)}Z`;
export const openPath = (points: readonly Point[]): string =>
  points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${pair(x, y)}`).join('');

const circle = (radius: number): Point[] =>
  Array.from({ length: 96 }, (_, i): Point => {
    const angle = (2 * Math.PI * i) / 96;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });

const pair = (x: number, y: number): string => `${round(x)} ${round(-y)}`;
// A map may throw a point far out of the frame; SVG needs a finite number.
const round = (value: number): number => Math.round(Math.min(99, Math.max(-99, value)) * 100) / 100;
