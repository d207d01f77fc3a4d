/** For JSON that names a kind that does not exist. */
export function unknownKind(what: string, spec: { kind: string } | null | undefined, known: string[]): TypeError {
  return new TypeError(`${what}: kind must be one of ${known.join(', ')}, got ${JSON.stringify(spec?.kind ?? spec)}.`);
}

/** Runs one part of the build; an error it throws says where in the JSON it came from. */
export function located<T>(where: string, build: () => T): T {
  try {
    return build();
  } catch (error) {
    if (error instanceof Error) error.message = `buildFlow: ${where}: ${error.message}`;
    throw error;
  }
}
