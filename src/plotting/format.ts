/** Numbers as the book writes them: fixed digits, so that they do not dance, and a true minus sign. */

/** `fixed(-0.317, 2)` → `−0.32`. Not a number and infinities are written as such. */
export function fixed(value: number, digits: number): string {
  if (Number.isNaN(value)) return 'n/a';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const text = value.toFixed(digits);
  return /^-0\.?0*$/.test(text) ? text.slice(1) : text.replace('-', '−');
}

/** Two significant digits as a power of ten, for errors: `tiny(0.0000052)` → `5.2e−6`. */
export function tiny(value: number): string {
  if (value === 0) return '0';
  if (!Number.isFinite(value)) return fixed(value, 0);
  return value.toExponential(1).replace('-', '−').replace('e+', 'e');
}

/** Whole numbers in groups of three, with thin spaces that do not break: `2 000`. */
export function whole(value: number): string {
  return String(Math.round(value))
    .replace('-', '−')
    .replace(/\B(?=(\d{3})+$)/g, '\u202f');
}

/** A point of the plane: `(0.31, −1.20)`. */
export function pair(point: readonly [number, number], digits = 2): string {
  return `(${fixed(point[0], digits)}, ${fixed(point[1], digits)})`;
}

/** A span of time to read, never to measure: `8 s`, `2 min`, `1 h 5 min`. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return 'unknown';
  const rounded = Math.max(0, Math.round(seconds));
  if (rounded < 60) return `${rounded} s`;
  if (rounded < 3600) return `${Math.round(rounded / 60)} min`;
  return `${Math.floor(rounded / 3600)} h ${Math.round((rounded % 3600) / 60)} min`;
}
