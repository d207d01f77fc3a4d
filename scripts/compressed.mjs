/** Sends text gzipped, as a public host does: the pages' weights and Lighthouse's numbers then mean the same here. */
import { readFile, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip as gzipCallback } from 'node:zlib';

const gzip = promisify(gzipCallback);
const types = new Map([
  ['html', 'text/html;charset=utf-8'],
  ['css', 'text/css;charset=utf-8'],
  ['js', 'text/javascript;charset=utf-8'],
  ['json', 'application/json'],
  ['svg', 'image/svg+xml'],
  ['txt', 'text/plain;charset=utf-8'],
  ['wasm', 'application/wasm'],
  ['xml', 'application/xml'],
]);

/** A handler `(request, response, next)` for files below `dir`; calls `next` for whatever it does not compress. */
export function compressed(dir) {
  const cache = new Map();
  return async (request, response, next) => {
    const { pathname } = new URL(request.url, 'http://local');
    const path = fileOf(dir, pathname);
    const type = types.get(path?.split('.').pop());
    const asked = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '') && !request.headers.range;
    if (!asked || type === undefined || !['GET', 'HEAD'].includes(request.method)) return next();
    const found = await stat(path).catch(() => undefined);
    if (!found?.isFile()) return next();
    const tag = `W/"${found.size}-${found.mtimeMs}-gz"`;
    if (cache.get(path)?.tag !== tag) cache.set(path, { tag, body: await gzip(await readFile(path)) });
    const { body } = cache.get(path);
    const headers = { ETag: tag, 'Cache-Control': 'no-cache', Vary: 'Accept-Encoding' };
    if (request.headers['if-none-match'] === tag) return response.writeHead(304, headers).end();
    response.writeHead(200, {
      ...headers,
      'Content-Type': type,
      'Content-Encoding': 'gzip',
      'Content-Length': body.length,
    });
    response.end(request.method === 'HEAD' ? undefined : body);
  };
}

/** The file a URL path names, or undefined if it is malformed or leads out of `dir`. */
export function fileOf(dir, pathname) {
  let decoded;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
  const path = join(dir, decoded.endsWith('/') ? `${decoded}index.html` : decoded);
  return path.startsWith(join(dir, sep)) && !path.includes('\0') ? path : undefined;
}
