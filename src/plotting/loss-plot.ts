/** The loss curve as an Observable Plot specification: drawn by the reader's browser, and by scripts/posters.ts. */
import type * as PlotModule from '@observablehq/plot';
import { fixed } from './format.ts';

export type LossHistory = {
  losses: { steps: readonly number[]; values: readonly number[] };
  heldOut: readonly { step: number; nll: number }[];
  floor: number | undefined;
  gaussian: number | undefined;
  /** How far the axis of steps goes at least. */
  steps: number;
};

export type LossSize = { width: number; height: number };

/** From a little below everything that matters to the Gaussian's NLL, or to most of the losses if they are higher. */
export function lossDomain({ losses, heldOut, floor, gaussian }: LossHistory): [number, number] {
  const finite = losses.values.filter(Number.isFinite).sort((a, b) => a - b);
  const at = (share: number): number[] => finite.slice(Math.floor(share * (finite.length - 1))).slice(0, 1);
  const marks = [floor, gaussian].filter((mark) => mark !== undefined);
  const scores = heldOut.map((score) => score.nll).filter(Number.isFinite);
  const low = Math.min(...at(0.02), ...marks, ...scores);
  // A run starts far above everything else; its first steps may leave the picture.
  const high = Math.max(...at(0.9), ...marks, ...scores.slice(-1));
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [0, 1];
  const pad = 0.08 * Math.max(high - low, 0.2);
  return [low - pad, high + pad];
}

export function lossPlot(Plot: typeof PlotModule, history: LossHistory, size: LossSize, document?: Document): Element {
  const { losses, heldOut, floor, gaussian } = history;
  const last = Math.max(history.steps, losses.steps.at(-1) ?? 0, 1);
  const curve = losses.steps.map((step, i) => ({ step, loss: losses.values[i] }));
  const mark = (y: number | undefined, stroke: string, dashes: string | undefined): PlotModule.Markish[] =>
    y === undefined ? [] : [Plot.ruleY([y], { stroke, strokeWidth: 1.25, strokeDasharray: dashes })];
  const picture = Plot.plot({
    document,
    ...size,
    marginTop: 3,
    marginRight: 8,
    marginBottom: 18,
    marginLeft: 24,
    x: {
      domain: [0, last],
      ticks: 3,
      tickSize: 3,
      tickPadding: 2,
      label: null,
      tickFormat: (step: number) => compact(step),
    },
    y: {
      domain: lossDomain(history),
      ticks: 4,
      tickSize: 3,
      tickPadding: 2,
      label: null,
      tickFormat: (nll: number) => fixed(nll, 1),
    },
    marks: [
      ...mark(gaussian, 'var(--baseline)', '1 3'),
      ...mark(floor, 'var(--truth)', '5 3'),
      Plot.line(curve, { x: 'step', y: 'loss', stroke: 'var(--x)', strokeOpacity: 0.45, strokeWidth: 1, clip: true }),
      Plot.line(heldOut, { x: 'step', y: 'nll', stroke: 'var(--ink)', strokeWidth: 1.75, clip: true }),
      Plot.dot(heldOut.slice(-1), { x: 'step', y: 'nll', fill: 'var(--ink)', r: 2.5, clip: true }),
    ],
  } as PlotModule.PlotOptions);
  // As an attribute, because the document that posters are drawn in has no settable `style`.
  picture.setAttribute('style', 'overflow:visible;color:var(--ink-soft);font:11px var(--font-ui)');
  return picture;
}

/** 500, 1k, 2.5k: steps on an axis. */
function compact(step: number): string {
  return step >= 1000 ? `${Number((step / 1000).toFixed(1))}k` : String(step);
}
