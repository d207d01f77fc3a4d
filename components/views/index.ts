/** The views a lab may show, by name. A new view is a file here and a row in this table. */
import { density } from './density.ts';
import { grid } from './grid.ts';
import { loss } from './loss.ts';
import { samples } from './samples.ts';

export const views = { density, grid, samples, loss };
export type ViewName = keyof typeof views;
export const viewNames = Object.keys(views) as ViewName[];
export type { AnswerTo, ElementView, PlaneView, RunHistory, StageView, View } from './View.ts';
