import { crest, fixed, mixTables, paintDensity } from '#plotting';
import type { Grid } from '#numerics';
import type { PlaneView, StageView } from './View.ts';

type DensityQuery = { kind: 'density'; grid: Grid; depth: number };

const fine = 128;
// A quarter of the points keeps the training worker free for steps.
const coarse = 64;

/** p at the shared depth as a heat map, in the colours of its space: base blue, data amber, between them a mixture. */
export const density: PlaneView<DensityQuery> = {
  name: 'density',
  title: 'Density',
  surface: 'plane',

  ask({ window, depth, moving }) {
    const cells = moving ? coarse : fine;
    return { kind: 'density', grid: { ...window, columns: cells, rows: cells }, depth };
  },

  draw(context, { logDensity }, stage, { grid, depth }) {
    // An answer for another depth belongs to another plane; the one for this depth is on its way.
    if (depth !== stage.depth) return false;
    const image = new ImageData(grid.columns, grid.rows);
    const { densityZ, densityX } = stage.palette;
    paintDensity(
      image.data,
      logDensity,
      grid,
      logTop(logDensity, stage),
      mixTables(densityZ, densityX, depth / stage.depths),
    );
    const cells = new OffscreenCanvas(grid.columns, grid.rows);
    cells.getContext('2d')?.putImageData(image, 0, 0);
    context.imageSmoothingQuality = 'high';
    context.drawImage(cells, 0, 0, stage.scale.size, stage.scale.size);
    if (stage.showTruth && stage.truth && depth === stage.depths) strokeTruth(context, stage, stage.truth);
    return true;
  },

  describe({ logDensity }, stage) {
    const where =
      stage.depth === 0
        ? 'the base'
        : stage.depth === stage.depths
          ? 'the data plane'
          : `layer ${stage.depth} of ${stage.depths}`;
    const top = Math.exp(crest(logDensity));
    const dark = logDensity.reduce((count, value) => count + (value > Math.log(top) - 2 ? 1 : 0), 0);
    return `Density at ${where}: highest ${fixed(top, 2)}; ${Math.round((100 * dark) / logDensity.length)} % of the window holds its crest.`;
  },
};

/** Black stands for the same density in every frame: the truth's crest, or the base's; else the crest in steps of ½ nat. */
function logTop(logDensity: Float32Array, { depth, depths, logTop: exact }: StageView): number {
  if (depth === 0) return -Math.log(2 * Math.PI);
  if (depth === depths && exact !== undefined) return exact;
  return Math.ceil(2 * crest(logDensity)) / 2;
}

function strokeTruth(context: CanvasRenderingContext2D, { palette, scale }: StageView, truth: Path2D): void {
  context.save();
  // The path is in units of the window's width.
  context.scale(scale.size, scale.size);
  context.setLineDash([5 / scale.size, 3 / scale.size]);
  context.lineWidth = 1.25 / scale.size;
  context.strokeStyle = palette.css('ink', 0.8);
  context.stroke(truth);
  context.restore();
}
