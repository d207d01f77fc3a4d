/** Checks of arguments, with the sentence that says what was wrong. `where` names function and argument. */

export function positiveInteger(where: string, value: number): number {
  if (typeof value !== 'number') throw new TypeError(`${where} must be a number, got ${JSON.stringify(value)}.`);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new RangeError(`${where} must be a whole number ≥ 1, got ${value}.`);
  return value;
}

export function positiveNumber(where: string, value: number): number {
  if (typeof value !== 'number') throw new TypeError(`${where} must be a number, got ${JSON.stringify(value)}.`);
  if (!(value > 0 && value < Infinity)) throw new RangeError(`${where} must be a finite number > 0, got ${value}.`);
  return value;
}

export function finiteNumber(where: string, value: number): number {
  if (typeof value !== 'number') throw new TypeError(`${where} must be a number, got ${JSON.stringify(value)}.`);
  if (!Number.isFinite(value)) throw new RangeError(`${where} must be a finite number, got ${value}.`);
  return value;
}

/** A number from 0 up, or 0 where there is none: the width of a context. */
export function contextWidth(where: string, value: number | undefined): number {
  return value === undefined || value === 0 ? 0 : positiveInteger(where, value);
}

/** One of several names. */
export function oneOf<Name extends string>(where: string, value: Name, known: readonly Name[]): Name {
  if (!known.includes(value))
    throw new RangeError(`${where} must be one of ${known.join(', ')}, got ${String(value)}.`);
  return value;
}

export function list<T>(where: string, value: readonly T[]): readonly T[] {
  const isList: boolean = Array.isArray(value);
  if (!isList) throw new TypeError(`${where} must be a list, got ${JSON.stringify(value)}.`);
  return value;
}

/** A mask of 0 and 1 that holds both: as float32, ready to multiply with. */
export function binaryMask(where: string, mask: readonly number[]): Float32Array {
  const entries = list(where, mask);
  const text = `[${entries.join(', ')}]`;
  if (entries.some((entry) => entry !== 0 && entry !== 1)) {
    throw new RangeError(`${where} must hold only 0 (transformed) and 1 (kept), got ${text}.`);
  }
  if (!entries.includes(0) || !entries.includes(1)) {
    throw new RangeError(`${where} must keep at least one dimension and transform at least one, got ${text}.`);
  }
  return Float32Array.from(entries);
}

/** A permutation of 0 … n − 1. */
export function permutationOrder(where: string, order: readonly number[]): readonly number[] {
  const sorted = [...list(where, order)].sort((a, b) => a - b);
  if (sorted.length === 0 || sorted.some((entry, i) => entry !== i)) {
    throw new RangeError(`${where} must hold each of 0 … n − 1 once, got [${order.join(', ')}].`);
  }
  return [...order];
}

/** Rows of finite numbers, all of one length, as one flat list. */
export function finiteRows(
  where: string,
  table: readonly (readonly number[])[],
  [rows, columns]: readonly [rows: number, columns: number],
): number[] {
  const widths = list(where, table).map((row, i) => list(`${where}[${i}]`, row).length);
  if (widths.length !== rows || widths.some((width) => width !== columns)) {
    throw new RangeError(`${where} must hold ${rows} lists of ${columns} numbers, got lists of [${widths}].`);
  }
  const wrong = table.flat().find((value) => !Number.isFinite(value));
  if (wrong !== undefined) throw new RangeError(`${where} must hold finite numbers, got ${wrong}.`);
  return table.flat();
}

/** How many whole numbers discrete data take. */
export function levelCount(where: string, levels: number): number {
  if (positiveInteger(where, levels) < 2) throw new RangeError(`${where} must be ≥ 2, got ${levels}.`);
  return levels;
}
