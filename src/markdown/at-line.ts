import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

interface Place {
  fileURL: URL | undefined;
}
interface Positioned {
  position?: { start: { line: number; column: number } } | undefined;
}

/** `content/chapters/03-two-dimensions/en.mdx:12`. */
export function placeOf(place: Place, node: Positioned): string {
  const file = place.fileURL ? relative(process.cwd(), fileURLToPath(place.fileURL)) : 'a document';
  return node.position ? `${file}:${node.position.start.line}` : file;
}

/** An error that names file and line, as a compiler would. */
export function errorAt(place: Place, node: Positioned, message: string): Error {
  // Astro's own report shows `line` and `column`.
  return Object.assign(new Error(`${placeOf(place, node)}: ${message}`), node.position?.start);
}
