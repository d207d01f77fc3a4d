/** The views as static SVG in theme colours: what a reader sees before the first live picture, without JavaScript, on paper. */
import { contours } from 'd3-contour';
import { densityStops, logDetStops } from './palette.ts';
import { planeScale, type Window } from './scales.ts';
import { cellsByColor, latticeLines, logDetBuckets, logDetReach, type Lattice } from './warped-grid.ts';

/** Whole fifths of the 240 units that a plane measures on a poster keep the paths short. */
export const posterSide = 1200;

export type Shape = { tag: 'path' | 'rect'; attributes: Record<string, string | number> };

/** The colour a share t of the way through tokens at equal distances, as CSS that follows the theme. */
export function tokenColor(stops: readonly string[], t: number): string {
  const position = Math.min(1, Math.max(0, t)) * (stops.length - 1);
  const low = Math.min(stops.length - 2, Math.floor(position));
  const share = Math.round(100 * (position - low));
  const [from, to] = [`var(--${stops[low]})`, `var(--${stops[low + 1]})`];
  if (share === 0) return from;
  return share === 100 ? to : `color-mix(in srgb,${to} ${share}%,${from})`;
}

/** Filled contours of √(p / pTop), the scale of the live heat map, in ten steps. */
export function densityShapes(logDensity: Float32Array, cells: number, logTop: number): Shape[] {
  const stops = densityStops('x');
  const steps = Array.from({ length: 9 }, (_, i) => (i + 1) / 10);
  const shown = Array.from(logDensity, (value) => Math.exp((value - logTop) / 2));
  const bands = contours().size([cells, cells]).thresholds(steps)(shown);
  const place = (column: number, row: number): [number, number] => [
    Math.round((column * posterSide) / cells),
    Math.round(posterSide - (row * posterSide) / cells),
  ];
  return [
    { tag: 'rect', attributes: { width: posterSide, height: posterSide, fill: tokenColor(stops, 0) } },
    ...bands.map(({ coordinates, value }): Shape => {
      const d = coordinates
        .flat()
        .map((ring) => `${relativePath(ring.map(([column = 0, row = 0]) => place(column, row)))}z`);
      return { tag: 'path', attributes: { d: d.join(''), fill: tokenColor(stops, value + 0.05) } };
    }),
  ];
}

/** The warped grid: cells in the colour of log|det J|, lines over them. */
export function gridShapes(lattice: Lattice, points: Float32Array, logDet: Float32Array, window: Window): Shape[] {
  const scale = planeScale(window, posterSide);
  const at = (i: number): [number, number] => rounded(scale.toScreen(points[2 * i] ?? 0, points[2 * i + 1] ?? 0));
  const corners = [0, 1, lattice.side + 1, lattice.side];
  const cells = cellsByColor(lattice, logDet, logDetReach(logDet)).flatMap((indices, bucket): Shape[] => {
    if (indices.length === 0) return [];
    const d = indices.map((i) => `${relativePath(corners.map((step) => at(i + step)))}z`).join('');
    const color = tokenColor(logDetStops, bucket / (logDetBuckets - 1));
    return [{ tag: 'path', attributes: { d, fill: color, stroke: color, 'stroke-width': 3 } }];
  });
  const lines = latticeLines(lattice)
    .map((line) => relativePath(line.map(at)))
    .join('');
  return [
    ...cells,
    {
      tag: 'path',
      attributes: { d: lines, fill: 'none', stroke: 'var(--ink)', 'stroke-opacity': 0.55, 'stroke-width': 3 },
    },
  ];
}

/** A cloud of points as one path of dots. */
export function cloudShape(points: Float32Array, window: Window, stroke: string, opacity: number): Shape {
  const scale = planeScale(window, posterSide);
  const inside: [number, number][] = [];
  for (let i = 0; i < points.length; i += 2) {
    const [x, y] = rounded(scale.toScreen(points[i] ?? 0, points[i + 1] ?? 0));
    if (x >= 0 && x <= posterSide && y >= 0 && y <= posterSide) inside.push([x, y]);
  }
  let from: [number, number] = [0, 0];
  const d = inside.map((to) => {
    const move = `m${to[0] - from[0]} ${to[1] - from[1]}h0`;
    from = to;
    return move;
  });
  return {
    tag: 'path',
    attributes: {
      d: d.join(''),
      fill: 'none',
      stroke,
      'stroke-opacity': opacity,
      'stroke-width': 9,
      'stroke-linecap': 'square',
    },
  };
}

/** `M1203 845l12-3 4 9`: the first point as it is, the others as steps from the one before. */
function relativePath(points: readonly [number, number][]): string {
  const [first, ...rest] = points;
  if (!first) return '';
  let from = first;
  const steps = rest.flatMap((to) => {
    const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
    from = to;
    return dx === 0 && dy === 0 ? [] : [`${dx}${dy < 0 ? '' : ' '}${dy}`];
  });
  // A ring smaller than a unit rounds to one point: an `l` without a step would be no path.
  const drawn = steps.length > 0 ? `l${steps.join(' ').replace(/ -/g, '-')}` : '';
  return `M${first[0]} ${first[1]}${drawn}`;
}

const rounded = ([x, y]: [number, number]): [number, number] => [Math.round(x), Math.round(y)];
