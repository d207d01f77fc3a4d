/** Door of the page's side of training: no tfjs behind it. The worker's side starts at `worker.ts`. */
export { closeSession, findSession, openSession, whenSession } from './sessions.svelte.ts';
export { formatKnob, knobNames, knobTable, parseKnob } from './knobs.ts';
export { isRecipeName, makeRecipe, recipeKnobs, recipeNames } from './recipes.ts';
export { TrainingSession } from './TrainingSession.svelte.ts';
export type { SessionOptions } from './session-options.ts';
export type { Status } from './status.ts';
export type { Notice } from './notices.ts';
export type { RunRecord } from './RunRecord.svelte.ts';
export type { Connection } from './connection.ts';
export type { KnobName, Knobs, KnobSpec, Speed } from './knobs.ts';
export type { AnswerOf, BackendChoice, HeldOut, LayerInfo, Metrics, Probe, Query } from './protocol.ts';
export { planeSpec } from './recipe.ts';
export type { PlaneData, Recipe } from './recipe.ts';
export type { RecipeName } from './recipes.ts';
export type { Shipped, ShippedWeights } from './shipped.ts';
