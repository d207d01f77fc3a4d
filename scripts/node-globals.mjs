/** The emscripten glue of tfjs's wasm backend is CommonJS: in Node it reaches for these two names. */
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

globalThis.require ??= createRequire(import.meta.url);
globalThis.__dirname ??= fileURLToPath(new URL('.', import.meta.url));
