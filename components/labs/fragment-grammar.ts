/**
 * The fragment of an address is an anchor (`#shear`) or state (`#moons=seed:7&at=shear`), in which `at` is the anchor.
 * Values are percent-encoded one by one, so the rest of the state passes through as it was written.
 */
export function anchorOf(fragment: string): string | undefined {
  const text = fragment.replace(/^#/, '');
  if (!text.includes('=')) return decoded(text) || undefined;
  const at = text.split('&').find((pair) => pair.startsWith('at='));
  return at === undefined ? undefined : decoded(at.slice(3)) || undefined;
}

/** The fragment with its anchor replaced: state is kept, a bare anchor stays bare. */
export function withAnchor(fragment: string, anchor: string): string {
  const text = fragment.replace(/^#/, '');
  const kept = text.includes('=') ? text.split('&').filter((pair) => pair !== '' && !pair.startsWith('at=')) : [];
  return kept.length ? `#${kept.join('&')}&at=${encodeURIComponent(anchor)}` : `#${encodeURIComponent(anchor)}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
