import { planarNames, energyNames } from '#datasets';
import { densityModels, digitsModels, energyModels } from './models.ts';
import type { PlanarName, EnergyName, EnergySpec } from '#datasets';
import type { Knobs } from './knobs.ts';
import type { Model } from './models.ts';
import { isDrawn } from './recipe.ts';
import type { Recipe } from './recipe.ts';

type DensityRecipe = `${PlanarName}-${keyof typeof densityModels}`;
type EnergyRecipe = `${EnergyName}-${keyof typeof energyModels}`;
type DigitsRecipe = `digits-${keyof typeof digitsModels}`;
/** Named recipes, `<data>-<model>`: what `<Lab recipe=…>` and `npm run train -- RECIPE` may ask for. */
export type RecipeName = DensityRecipe | EnergyRecipe | DigitsRecipe;

type Named = { data: Recipe['data']; model: Model };

/** U2…U4 run on for ever along z₁: an envelope of this scale gives them a normaliser within the window. */
const ENVELOPE = 2;
const energySpec = (name: EnergyName): EnergySpec => (name === 'u1' ? { name } : { name, envelope: ENVELOPE });

const named = new Map<string, Named>([
  ...everyPair(densityModels, planarNames, (name) => ({ name })),
  ...everyPair(energyModels, energyNames, energySpec),
  ...everyPair(digitsModels, ['digits'], (name) => ({ name })),
]);

export const recipeNames = [...named.keys()] as readonly RecipeName[];

export function isRecipeName(text: string): text is RecipeName {
  return named.has(text);
}

/** The knobs that a named recipe has, as it stands. */
export function recipeKnobs(name: RecipeName): Knobs {
  const { data, model } = find(name);
  return {
    ...(isDrawn(data) && { data: data.name }),
    ...model.shape,
    'learning-rate': model.train.learningRate,
    seed: 1,
    speed: 'full',
  };
}

/**
 * The recipe of a named model with some knobs turned.
 * @throws RangeError if the recipe, or a knob of it, does not exist.
 */
export function makeRecipe(name: RecipeName, turned: Partial<Knobs> = {}): Recipe {
  const { data, model } = find(name);
  const defaults = recipeKnobs(name);
  for (const knob of Object.keys(turned)) {
    if (!(knob in defaults)) {
      throw new RangeError(`recipe: ${name} has no knob ${knob}; it has ${Object.keys(defaults).join(', ')}.`);
    }
  }
  const { data: chosen, layers = 0, hidden = 0, seed, 'learning-rate': learningRate } = { ...defaults, ...turned };
  return {
    data: chosen === undefined ? data : { name: chosen },
    flow: model.flow({ layers, hidden }),
    train: { ...model.train, learningRate },
    seed,
  };
}

function find(name: RecipeName): Named {
  const found = named.get(name);
  if (!found)
    throw new RangeError(`recipe: unknown name "${String(name)}"; expected one of ${recipeNames.join(', ')}.`);
  return found;
}

/** Every data set with every model, the models one after the other. */
function everyPair<Name extends string>(
  models: Record<string, Model>,
  names: readonly Name[],
  dataOf: (name: Name) => Recipe['data'],
): [string, Named][] {
  return Object.entries(models).flatMap(([kind, model]) =>
    names.map((name): [string, Named] => [`${name}-${kind}`, { data: dataOf(name), model }]),
  );
}
