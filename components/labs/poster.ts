import { existsSync, readFileSync } from 'node:fs';

/** A poster made by scripts/posters.ts, taken apart: each view shows its own part until it has drawn a live picture. */
export type Poster = {
  /** An invisible SVG that holds the parts. */
  parts: string;
  /** Beginning of the parts' ids; `-density` and so on follow. */
  prefix: string;
  /** The picture in words. */
  text: string;
};

/**
 * The poster of a recipe for one lab; undefined where none was made. Read while the page is built.
 * @param id the lab's, so that two labs of one recipe do not share ids.
 */
export function readPoster(recipe: string, id: string): Poster | undefined {
  const file = `public/posters/${recipe}.svg`;
  if (!existsSync(file)) return undefined;
  const svg = readFileSync(file, 'utf8');
  const defs = /<defs>[\s\S]*<\/defs>/.exec(svg)?.[0];
  const text = /<desc[^>]*>([^<]*)<\/desc>/.exec(svg)?.[1];
  if (defs === undefined || text === undefined)
    throw new Error(`${file}: expected <defs> and <desc>; make it anew with scripts/posters.ts.`);
  const prefix = `${id}-poster`;
  const parts = defs.replaceAll('id="poster-', `id="${prefix}-`).replaceAll('href="#poster-', `href="#${prefix}-`);
  return { parts: `<svg class="poster-parts" aria-hidden="true">${parts}</svg>`, prefix, text };
}
