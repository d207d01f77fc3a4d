/** The book's colours (src/styles/tokens.css) as numbers for a canvas, in the theme that an element stands in. */
import { colorTable, parseRgb, type ColorTable, type Rgb } from './color-scale.ts';

const colorNames = ['ink', 'ink-soft', 'rule', 'surface', 'surface-raised', 'z', 'x', 'law', 'truth', 'focus'] as const;
type ColorName = (typeof colorNames)[number];

export type Palette = {
  /** CSS text of a colour, with an opacity. */
  css(name: ColorName, opacity?: number): string;
  /** Density of base z and of data x: sequential. */
  densityZ: ColorTable;
  densityX: ColorTable;
  /** log|det J|: 0 shrinks, ½ keeps, 1 stretches. */
  logDet: ColorTable;
};

export const densityStops = (space: 'z' | 'x'): string[] => [0, 1, 2, 3, 4].map((i) => `density-${space}-${i}`);
export const logDetStops = ['logdet-shrink', 'logdet-zero', 'logdet-stretch'];

/** Resolves every colour once; read again when the theme changes. */
export function readPalette(element: Element): Palette {
  const probe = element.ownerDocument.createElement('span');
  probe.hidden = true;
  element.append(probe);
  const style = getComputedStyle(probe);
  const resolve = (name: string): Rgb => {
    // Through `color`, light-dark() is resolved even where custom properties are untyped text.
    probe.style.color = `var(--${name})`;
    return parseRgb(style.color) ?? [128, 128, 128];
  };
  const colors = new Map(colorNames.map((name) => [name, resolve(name)]));
  const table = (names: readonly string[]): ColorTable => colorTable(names.map(resolve));
  const palette: Palette = {
    css: (name, opacity = 1) => `rgb(${(colors.get(name) ?? [128, 128, 128]).join(' ')} / ${opacity})`,
    densityZ: table(densityStops('z')),
    densityX: table(densityStops('x')),
    logDet: table(logDetStops),
  };
  probe.remove();
  return palette;
}

/** Calls back whenever the page's theme may have changed; returns how to stop. */
export function watchTheme(changed: () => void): () => void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const chosen = new MutationObserver(changed);
  chosen.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'class', 'style'] });
  system.addEventListener('change', changed);
  return () => {
    chosen.disconnect();
    system.removeEventListener('change', changed);
  };
}
