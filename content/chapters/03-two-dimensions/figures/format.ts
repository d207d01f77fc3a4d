/** A number as the figures print it: fixed digits, a true minus sign, infinity by its symbol. */
export function fixed(value: number, digits = 2): string {
  if (!Number.isFinite(value)) return value > 0 ? '∞' : value < 0 ? '−∞' : '—';
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

export const point = ([u, v]: readonly [number, number]): string => `(${fixed(u)}, ${fixed(v)})`;
