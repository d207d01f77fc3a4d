/** A call that cannot be carried out; only its message is printed. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) {
    throw new UsageError(`${name} must be a whole number ≥ 0, got "${text}".`);
  }
  return value;
}
