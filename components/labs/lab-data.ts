import type { Window } from '#plotting';
import type { HeldOut, Metrics, PlaneData } from '#training';

/** Titles and windows of data sets and energies, known when the page is built: the page's script then needs none of their code. */
export type Planes = Readonly<Record<PlaneData['name'], { title: string; box: Window }>>;

/** What is said of a shipped result before the worker runs, and without JavaScript. */
export type About = { step: number; backend: string; heldOut: HeldOut; metrics: Metrics };
