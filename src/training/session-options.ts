import type { Connection } from './connection.ts';
import type { Knobs } from './knobs.ts';
import type { RecipeName } from './recipes.ts';
import type { ShippedWeights } from './shipped.ts';

/** What a lab says of itself when it opens its session. */
export type SessionOptions = {
  id: string;
  recipe: RecipeName;
  knobs?: Partial<Knobs>;
  /** The site's base path, below which `weights/` stands. */
  base: string;
  connection: Connection;
  /** Loads the shipped result; a test hands in its own. */
  shipped?: (name: RecipeName, base: string) => Promise<ShippedWeights | undefined>;
};
