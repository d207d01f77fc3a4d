import type { HeldOut, LayerInfo, Metrics, Snapshot } from './protocol.ts';
import type { Recipe } from './recipe.ts';
import type { RecipeName } from './recipes.ts';

/** `public/weights/<recipe>.json`: a trained result with everything that is said about it, made by `npm run weights`. */
export type Shipped = {
  schema: 1;
  name: RecipeName;
  recipe: Recipe;
  step: number;
  /** SHA-256 of `<recipe>.bin`. */
  hash: string;
  bytes: number;
  backend: string;
  layers: LayerInfo[];
  parameters: number;
  heldOut: HeldOut;
  metrics: Metrics;
  /** Training loss, averaged over stretches of steps, and the held-out scores measured on the way. */
  history: { steps: number[]; losses: number[]; heldOut: HeldOut[] };
  madeBy: string;
};

export type ShippedWeights = { about: Shipped; snapshot: Snapshot };

/**
 * Fetches a shipped result from the site's own origin.
 * @returns undefined where none is shipped for this recipe (404).
 * @throws Error with a sentence for the reader when it is there but cannot be used.
 */
export async function fetchShipped(name: RecipeName, base: string): Promise<ShippedWeights | undefined> {
  const root = `${base.replace(/\/$/, '')}/weights/${name}`;
  const response = await fetch(`${root}.json`);
  if (response.status === 404) return undefined;
  if (!response.ok) throw new Error(`The shipped result could not be loaded (HTTP ${response.status}).`);
  const about = (await response.json()) as Shipped;
  if (about.schema !== 1 || typeof about.hash !== 'string') {
    throw new Error('The shipped result has a form that this page does not know.');
  }
  const binary = await fetch(`${root}.bin`);
  if (!binary.ok) throw new Error(`The shipped weights could not be loaded (HTTP ${binary.status}).`);
  const weights = await binary.arrayBuffer();
  return { about, snapshot: { step: about.step, weights, hash: about.hash } };
}
