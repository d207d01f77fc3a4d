/**
 * The grammar of an address's fragment: an anchor (`#shear`), or state (`#moons=seed:7&at=shear`) in which `at` is the anchor.
 * Values are percent-encoded one by one, so the rest of the state passes through as it was written. Without imports: the
 * outline of every page needs this much, and no more.
 */
export const isState = (fragment: string): boolean => fragment.includes('=');

/** The parts of a state, as written. */
export function partsOf(fragment: string): string[] {
  return bare(fragment)
    .split('&')
    .filter((part) => part !== '');
}

/** The text before and after the first `at`; all of it before where there is none. */
export function cut(text: string, at: string): [string, string] {
  const place = text.indexOf(at);
  return place < 0 ? [text, ''] : [text.slice(0, place), text.slice(place + 1)];
}

/** A lone % is no escape; the text is then taken as it stands. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function anchorOf(fragment: string): string | undefined {
  if (!isState(fragment)) return decoded(bare(fragment)) || undefined;
  const at = partsOf(fragment).find((part) => part.startsWith('at='));
  return at === undefined ? undefined : decoded(at.slice(3)) || undefined;
}

/** The fragment with its anchor replaced: state is kept, a bare anchor stays bare. */
export function withAnchor(fragment: string, anchor: string): string {
  const kept = isState(fragment) ? partsOf(fragment).filter((part) => !part.startsWith('at=')) : [];
  return kept.length ? `#${kept.join('&')}&at=${encodeURIComponent(anchor)}` : `#${encodeURIComponent(anchor)}`;
}

const bare = (fragment: string): string => fragment.replace(/^#/, '');
