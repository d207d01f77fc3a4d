import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/**
 * What the site, the tests and the scripts must agree on about tfjs.
 *
 * One copy of its core: the packages' bare imports would bring the whole index (and, beside deep imports, a second
 * engine), so they resolve to the base without side effects. No threads: their 55 kB of glue resolves to nothing.
 *
 * @type {Pick<import('vite').UserConfig, 'resolve' | 'plugins' | 'ssr' | 'worker'>}
 */
export const tfjs = {
  resolve: {
    alias: [
      { find: /^@tensorflow\/tfjs-core$/, replacement: here('./node_modules/@tensorflow/tfjs-core/dist/base.js') },
      {
        find: /^.*wasm-out\/tfjs-backend-wasm-threaded-simd(\.worker)?\.js$/,
        replacement: here('./src/numerics/tf-no-threads.ts'),
      },
    ],
  },
  plugins: [
    {
      // Node evaluates modules one by one, unbundled: the emscripten glue is a script there, with no export to import.
      name: 'wasm-glue-in-node',
      transform(code, id) {
        if (/wasm-out\/tfjs-backend-wasm\.js$/.test(id) && this.environment.config.consumer === 'server') {
          const script = code.replace(/^if \(typeof exports === 'object'[\s\S]*$/m, '');
          return { code: `${script}\nexport default WasmBackendModule;`, map: null };
        }
      },
    },
  ],
  ssr: { noExternal: [/@tensorflow\/tfjs-(core|backend)/] },
  worker: { format: 'es' },
};
