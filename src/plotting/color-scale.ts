export type Rgb = readonly [number, number, number];

/** 256 colours, red, green, blue one after the other: what a pixel loop can look up. */
export type ColorTable = Uint8ClampedArray;

/** The piecewise linear scale through the stops, at equal distances. */
export function colorTable(stops: readonly Rgb[]): ColorTable {
  const table = new Uint8ClampedArray(256 * 3);
  for (let i = 0; i < 256; i++) {
    const position = (i / 255) * (stops.length - 1);
    const low = Math.min(stops.length - 2, Math.floor(position));
    const [from, to] = [stops[low], stops[low + 1]];
    if (!from || !to) throw new RangeError(`colorTable: needs at least two stops, got ${stops.length}.`);
    for (const channel of [0, 1, 2] as const) {
      table[3 * i + channel] = from[channel] + (position - low) * (to[channel] - from[channel]);
    }
  }
  return table;
}

/** The table a share of the way from one to another: depths between z and x have colours between theirs. */
export function mixTables(from: ColorTable, to: ColorTable, share: number): ColorTable {
  return from.map((value, i) => value + share * ((to[i] ?? value) - value));
}

/** The colour at t in [0, 1], as CSS. */
export function colorAt(table: ColorTable, t: number): string {
  const i = 3 * Math.round(255 * Math.min(1, Math.max(0, t)));
  return `rgb(${table[i]} ${table[i + 1]} ${table[i + 2]})`;
}

/** Reads `rgb(26, 93, 173)`, `rgb(26 93 173 / 1)` and `color(srgb 0.1 0.36 0.68)`. */
export function parseRgb(text: string): Rgb | undefined {
  const numbers = text.match(/-?[\d.]+(e-?\d+)?/g)?.map(Number) ?? [];
  const scale = text.startsWith('color(srgb') ? 255 : text.startsWith('rgb') ? 1 : undefined;
  const [r, g, b] = numbers;
  if (scale === undefined || r === undefined || g === undefined || b === undefined) return undefined;
  return [r * scale, g * scale, b * scale];
}
