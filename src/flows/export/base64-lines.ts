/** Bytes in base64, in lines of 96 characters. */
export function base64Lines(buffer: ArrayBuffer): string[] {
  const bytes = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte));
  return btoa(bytes.join('')).match(/.{1,96}/g) ?? [];
}
