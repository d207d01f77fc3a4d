/**
 * The engine, its flags and one platform for page, worker and Node. tfjs's own platform files pull in `node-fetch`,
 * `require` and browser storage; the book needs a clock and a text codec.
 */
import '@tensorflow/tfjs-core/dist/engine.js';
import '@tensorflow/tfjs-core/dist/flags.js';
import { buffer, cast, clone, env, print } from '@tensorflow/tfjs-core';
import { setOpHandler } from '@tensorflow/tfjs-core/dist/tensor.js';

setOpHandler({ buffer, cast, clone, print } as Parameters<typeof setOpHandler>[0]);

env().setPlatform('flowbook', {
  fetch: () => Promise.reject(new Error('tfjs fetches nothing here: weights and data are handed in.')),
  now: () => performance.now(),
  encode: (text: string) => new TextEncoder().encode(text),
  decode: (bytes: Uint8Array, encoding: string) => new TextDecoder(encoding).decode(bytes),
  isTypedArray: (value: unknown): value is Float32Array | Int32Array | Uint8Array | Uint8ClampedArray =>
    value instanceof Float32Array ||
    value instanceof Int32Array ||
    value instanceof Uint8Array ||
    value instanceof Uint8ClampedArray,
});
env().set('PROD', true);
