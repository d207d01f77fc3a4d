import { cellsByColor, colorAt, fixed, lattice, latticeLines, logDetBuckets, logDetReach } from '#plotting';
import type { Palette, PlaneScale } from '#plotting';
import type { PlaneView } from './View.ts';

// Cells of 0.125 between lines that are 0.5 apart: an image may bend four times between two crossings.
const overBase = lattice(3, 49, 4);
const lines = latticeLines(overBase);
const question = { kind: 'trace' as const, points: overBase.points };

/** A square grid over z, carried to the shared depth; its cells have the colour of log|det J| up to there. */
export const grid: PlaneView<typeof question> = {
  name: 'grid',
  title: 'Warped grid',
  surface: 'plane',

  ask: () => question,

  draw(context, { points, logDet }, { depth, depths, scale, palette }) {
    const here = points[depth];
    const logDetHere = logDet[depth];
    const logDetLast = logDet[depths];
    if (!here || !logDetHere || !logDetLast) return false;
    const screen = project(here, scale);
    context.clearRect(0, 0, scale.size, scale.size);
    // One scale for all depths, so that scrubbing shows the log-det growing.
    fillCells(context, screen, cellsByColor(overBase, logDetHere, logDetReach(logDetLast)), palette);
    context.beginPath();
    for (const line of lines) {
      line.forEach((i, place) => {
        if (place === 0) context.moveTo(screen[2 * i] ?? 0, screen[2 * i + 1] ?? 0);
        else context.lineTo(screen[2 * i] ?? 0, screen[2 * i + 1] ?? 0);
      });
    }
    context.lineWidth = 0.6;
    context.strokeStyle = palette.css('ink', 0.55);
    context.stroke();
    return true;
  },

  describe({ logDet }, { depth }) {
    const here = logDet[depth];
    if (!here) return 'Warped grid.';
    const sorted = Float32Array.from(here).sort();
    const [low, high] = [sorted[Math.floor(0.05 * sorted.length)] ?? 0, sorted[Math.floor(0.95 * sorted.length)] ?? 0];
    const shrunk = here.reduce((count, value) => count + (value < 0 ? 1 : 0), 0) / here.length;
    return `Warped grid: log|det J| from ${fixed(low, 1)} to ${fixed(high, 1)}; ${Math.round(100 * shrunk)} % of the cells shrink.`;
  },
};

function project(points: Float32Array, scale: PlaneScale): Float32Array {
  const screen = new Float32Array(points.length);
  // Far outside the picture a canvas loses precision, or draws nothing; a hundred widths away is far enough.
  const far = 100 * scale.size;
  for (let i = 0; i < points.length; i += 2) {
    const [px, py] = scale.toScreen(points[i] ?? 0, points[i + 1] ?? 0);
    screen[i] = Math.min(far, Math.max(-far, px));
    screen[i + 1] = Math.min(far, Math.max(-far, py));
  }
  return screen;
}

function fillCells(context: CanvasRenderingContext2D, screen: Float32Array, cells: number[][], palette: Palette): void {
  const { side } = overBase;
  context.lineWidth = 0.8;
  cells.forEach((corners, bucket) => {
    if (corners.length === 0) return;
    context.beginPath();
    for (const corner of corners) {
      [0, 1, side + 1, side].forEach((step, place) => {
        const i = 2 * (corner + step);
        if (place === 0) context.moveTo(screen[i] ?? 0, screen[i + 1] ?? 0);
        else context.lineTo(screen[i] ?? 0, screen[i + 1] ?? 0);
      });
      context.closePath();
    }
    context.fillStyle = context.strokeStyle = colorAt(palette.logDet, bucket / (logDetBuckets - 1));
    context.fill();
    // Without its edge, the paper would shine through between two cells of different colour.
    context.stroke();
  });
}
