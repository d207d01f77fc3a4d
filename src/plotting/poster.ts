import * as Plot from '@observablehq/plot';
import { fixed, whole } from './format.ts';
import { lossPlot, type LossHistory } from './loss-plot.ts';
import { cloudShape, densityShapes, gridShapes, posterSide, tokenColor, type Shape } from './poster-parts.ts';
import { densityStops } from './palette.ts';
import type { Window } from './scales.ts';
import type { Lattice } from './warped-grid.ts';

export type PosterInput = {
  title: string;
  window: Window;
  density: { logDensity: Float32Array; cells: number; logTop: number };
  grid: { lattice: Lattice; points: Float32Array; logDet: Float32Array };
  samples: Float32Array;
  data: Float32Array;
  history: LossHistory;
  /** Declarations of the colours, for a poster that is opened by itself. */
  tokens: string;
};

const svgNamespace = 'http://www.w3.org/2000/svg';
/** A plane's side and the loss curve's size, in the units that the live views measure at their smallest. */
const plane = 240;
const loss = { width: 240, height: 237 };
const gap = 16;

/** A poster: the four views as symbols, which a lab shows one by one, laid out in a row for whoever opens the file. */
export function poster(input: PosterInput, document: Document): string {
  const make = (
    tag: string,
    attributes: Record<string, string | number> = {},
    children: readonly Node[] = [],
  ): Element => {
    const element = document.createElementNS(svgNamespace, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
    element.append(...children);
    return element;
  };
  const text = (tag: string, says: string): Element => make(tag, {}, [document.createTextNode(says)]);
  const symbol = (name: string, shapes: readonly Shape[]): Element =>
    make(
      'symbol',
      { id: `poster-${name}`, viewBox: `0 0 ${posterSide} ${posterSide}` },
      shapes.map(({ tag, attributes }) => make(tag, attributes)),
    );

  const { window, density, grid, samples, data, history } = input;
  const curve = lossPlot(Plot, thinned(history), loss, document);
  for (const element of [curve, ...curve.querySelectorAll('*')]) {
    if (element.tagName.toLowerCase() === 'style') element.remove();
    for (const name of ['class', 'aria-label', 'aria-hidden']) element.removeAttribute(name);
  }
  const parts = [
    symbol('density', densityShapes(density.logDensity, density.cells, density.logTop)),
    symbol('grid', gridShapes(grid.lattice, grid.points, grid.logDet, window)),
    symbol('samples', [
      cloudShape(data, window, 'var(--truth)', 0.3),
      cloudShape(samples, window, tokenColor(densityStops('x'), 0.72), 1),
    ]),
    make('symbol', { id: 'poster-loss', viewBox: `0 0 ${loss.width} ${loss.height}` }, [curve]),
  ];
  const uses = ['density', 'grid', 'samples', 'loss'].map((name, i) =>
    make('use', { href: `#poster-${name}`, x: i * (plane + gap), width: plane, height: plane }),
  );
  const picture = make('svg', { xmlns: svgNamespace, viewBox: `0 0 ${4 * plane + 3 * gap} ${plane}`, role: 'img' }, [
    text('title', input.title),
    text('desc', describe(input)),
    text('style', input.tokens),
    make('defs', {}, parts),
    ...uses,
  ]);
  return `${picture.outerHTML}\n`;
}

function describe({ title, history: { heldOut, floor, gaussian } }: PosterInput): string {
  const last = heldOut.at(-1);
  if (!last || floor === undefined || gaussian === undefined) return title;
  return `${title}, after ${whole(last.step)} steps of training: held-out NLL ${fixed(last.nll, 2)} nats, floor ${fixed(floor, 2)}, one Gaussian ${fixed(gaussian, 2)}. Four pictures: the density, the warped grid coloured by log|det J|, samples over the data, and the loss curve.`;
}

/** At most 200 points of the training loss: more do not show at this size. */
function thinned(history: LossHistory): LossHistory {
  const { steps, values } = history.losses;
  const every = Math.ceil(steps.length / 200);
  const keep = (_: number, i: number): boolean => i % every === 0;
  return { ...history, losses: { steps: steps.filter(keep), values: values.filter(keep) } };
}
