import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { Variable } from '#tf';
import { parameterCount, readVector, writeVector } from './fitting/parameter-vector.ts';
import { stateOf } from './fitting/trainable.ts';
import type { Trainable } from './fitting/trainable.ts';

const bytesPerNumber = 4;

/** Parameters, then state, as float32 little-endian, in the flow's order. */
export function saveWeights(flow: Trainable): ArrayBuffer {
  const values = readVector(savedVariables(flow));
  const buffer = new ArrayBuffer(values.length * bytesPerNumber);
  const view = new DataView(buffer);
  values.forEach((value, i) => view.setFloat32(i * bytesPerNumber, value, true));
  return buffer;
}

/**
 * The inverse of `saveWeights`.
 * @throws RangeError if the buffer's size is not the flow's.
 */
export function loadWeights(flow: Trainable, buffer: ArrayBuffer): void {
  const variables = savedVariables(flow);
  const count = parameterCount(variables);
  if (buffer.byteLength !== count * bytesPerNumber) {
    throw new RangeError(
      `loadWeights: the buffer has ${buffer.byteLength} bytes, but this flow's ${count} numbers take ` +
        `${count * bytesPerNumber}; were the weights saved from another flow?`,
    );
  }
  const view = new DataView(buffer);
  writeVector(
    variables,
    Float32Array.from({ length: count }, (_, i) => view.getFloat32(i * bytesPerNumber, true)),
  );
}

/** SHA-256 of saved weights: 64 hex digits. */
export function weightsHash(buffer: ArrayBuffer): string {
  return bytesToHex(sha256(new Uint8Array(buffer)));
}

const savedVariables = (model: Trainable): Variable[] => [...model.parameters, ...stateOf(model)];
