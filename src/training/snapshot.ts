import type { Adam, AdamState } from '#flows';

/** Adam's moments as bytes: m, then v, float32 in the platform's order (they never leave the machine). */
export function packAdam(optimiser: Adam): ArrayBuffer {
  const { m, v } = optimiser.save();
  const both = new Float32Array(m.length + v.length);
  both.set(m);
  both.set(v, m.length);
  return both.buffer;
}

/**
 * The inverse of `packAdam`. Without bytes the moments start at zero while the step count goes on.
 * @throws RangeError if the bytes are of another size.
 */
export function unpackAdam(size: number, step: number, bytes?: ArrayBuffer): AdamState {
  if (!bytes) return { step, m: new Float32Array(size), v: new Float32Array(size) };
  if (bytes.byteLength !== 8 * size) {
    throw new RangeError(`the optimiser's state has ${bytes.byteLength} bytes, expected ${8 * size}.`);
  }
  const both = new Float32Array(bytes);
  return { step, m: both.slice(0, size), v: both.slice(size) };
}
