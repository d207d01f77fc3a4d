import { realNvp } from '#flow-specs';
import { planarNames } from '#datasets';
import type { PlanarName } from '#datasets';
import type { Knobs } from './knobs.ts';
import type { Recipe } from './recipe.ts';

export type RecipeName = `${PlanarName}-realnvp`;

/** Named recipes: what `<Lab recipe=…>` and `npm run train -- RECIPE` may ask for. */
export const recipeNames = planarNames.map((name): RecipeName => `${name}-realnvp`);

export function isRecipeName(text: string): text is RecipeName {
  return (recipeNames as readonly string[]).includes(text);
}

/** The knob settings that a named recipe stands for. */
export function recipeKnobs(name: RecipeName): Knobs {
  if (!isRecipeName(name)) {
    throw new RangeError(`recipe: unknown name "${String(name)}"; expected one of ${recipeNames.join(', ')}.`);
  }
  return {
    data: name.replace('-realnvp', '') as PlanarName,
    layers: 8,
    hidden: 64,
    'learning-rate': 0.001,
    seed: 1,
    speed: 'full',
  };
}

/** The recipe of a named model with some knobs turned. */
export function makeRecipe(name: RecipeName, knobs: Partial<Knobs> = {}): Recipe {
  const { data, layers, hidden, seed, 'learning-rate': learningRate } = { ...recipeKnobs(name), ...knobs };
  return {
    data: { name: data },
    flow: realNvp({ dimensions: 2, layers, hidden: [hidden, hidden] }),
    train: { objective: 'nll', batch: 256, learningRate, clipNorm: 10, steps: 2000 },
    seed,
  };
}
