import { fixed, lossPlot, whole } from '#plotting';
import type { ElementView } from './View.ts';

/** Loaded when the first curve has to be drawn that the poster does not show. */
let plot: Promise<typeof import('@observablehq/plot')> | undefined;

/** Training loss, held-out NLL, the floor below which no model comes, and what one Gaussian reaches. */
export const loss: ElementView = {
  name: 'loss',
  title: 'Loss',
  surface: 'element',

  ask: () => undefined,

  async draw(target, _, { history: { losses, heldOut, lastStep, shipped } }) {
    const last = heldOut.at(-1);
    if (!last || (shipped && !plot)) return false;
    const Plot = await (plot ??= import('@observablehq/plot'));
    const size = { width: target.clientWidth, height: target.clientHeight };
    if (size.width === 0) return false;
    const curves = { losses, heldOut, floor: last.floor, gaussian: last.gaussian, steps: lastStep };
    target.replaceChildren(lossPlot(Plot, curves, size));
    return true;
  },

  describe(_, { history }) {
    const last = history.heldOut.at(-1);
    if (!last) return 'No step taken yet.';
    const floor = last.floor === undefined ? '' : `floor ${fixed(last.floor, 2)}, `;
    return `Step ${whole(last.step)}: held-out NLL ${fixed(last.nll, 2)}, ${floor}one Gaussian ${fixed(last.gaussian, 2)}.`;
  },
};
