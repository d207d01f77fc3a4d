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
  const response = await reach(`${root}.json`, 'result');
  if (!response) return undefined;
  const about: unknown = await response.json().catch(() => undefined);
  if (!isShipped(about)) throw new Error('The shipped result has a form that this page does not know.');
  const binary = await reach(`${root}.bin`, 'weights');
  if (!binary) throw new Error('The shipped weights are missing (HTTP 404).');
  const weights = await binary.arrayBuffer();
  return { about, snapshot: { step: about.step, weights, hash: about.hash } };
}

async function reach(address: string, what: string): Promise<Response | undefined> {
  const response = await fetch(address).catch(() => undefined);
  if (!response) throw new Error(`The shipped ${what} could not be loaded (no connection).`);
  if (response.status === 404) return undefined;
  if (!response.ok) throw new Error(`The shipped ${what} could not be loaded (HTTP ${response.status}).`);
  return response;
}

/** Whether everything that the page reads before the worker has seen the weights is there. */
function isShipped(value: unknown): value is Shipped {
  const { schema, hash, step, recipe, history, heldOut, metrics } = (value ?? {}) as Partial<Shipped>;
  return (
    schema === 1 &&
    typeof hash === 'string' &&
    Number.isInteger(step) &&
    [recipe?.flow, recipe?.data, heldOut, metrics].every((part) => typeof part === 'object') &&
    [history?.steps, history?.losses, history?.heldOut].every(Array.isArray)
  );
}
