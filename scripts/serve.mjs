/** Serves the built book as a static host would: `node scripts/serve.mjs`, with PORT, HOST and BASE_PATH respected. */
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import sirv from 'sirv';
import { compressed, fileOf } from './compressed.mjs';

const dist = fileURLToPath(new URL('../dist', import.meta.url));

/**
 * @returns {Promise<{ url: string, close(): Promise<void> }>} url ends in a slash
 * @throws Error if the host cannot be listened on, or 20 ports from `port` on are taken
 */
export async function serve({ dir = dist, base = '/', host = 'localhost', port = 4321, say = console.log } = {}) {
  const prefix = `/${base}/`.replace(/\/+/g, '/');
  const server = createServer(handler(dir, prefix));
  const found = await listen(server, host, port, say);
  const name = host.includes(':') ? `[${host}]` : host;
  return {
    url: `http://${name}:${found}${prefix}`,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

function handler(dir, prefix) {
  const gzipped = compressed(dir);
  const plain = sirv(dir, { etag: true, dev: true, extensions: ['html'] });
  return (request, response) => {
    const [path, query] = request.url.split('?');
    const to = (location) => response.writeHead(302, { Location: query ? `${location}?${query}` : location }).end();
    const missing = () => {
      const page = join(dir, '404.html');
      response.writeHead(404, { 'Content-Type': 'text/html;charset=utf-8' });
      response.end(existsSync(page) ? readFileSync(page) : 'Not found');
    };
    if (`${path}/` === prefix) return to(prefix);
    if (!path.startsWith(prefix)) return missing();
    const inner = path.slice(prefix.length - 1);
    // As on GitHub Pages, a folder's address gets its slash, or the page's relative links would go astray.
    if (!inner.endsWith('/') && existsSync(fileOf(dir, `${inner}/`) ?? '')) return to(`${path}/`);
    request.url = query ? `${inner}?${query}` : inner;
    const failed = () => response.headersSent || response.writeHead(500).end();
    gzipped(request, response, () => plain(request, response, missing)).catch(failed);
  };
}

async function listen(server, host, first, say) {
  for (let port = first; port < first + 20 && port < 65536; port++) {
    try {
      await new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => {
          server.off('error', reject);
          resolve();
        });
      });
      return server.address().port;
    } catch (error) {
      if (error.code !== 'EADDRINUSE') throw explained(error, host, port);
      server.removeAllListeners('error');
      say(`Port ${port} is taken; trying ${port + 1}.`);
    }
  }
  throw new Error(`No free port from ${first} to ${first + 19}: set PORT to another.`);
}

function explained(error, host, port) {
  if (error.code === 'EACCES') return new Error(`Port ${port} may not be used by this user: set PORT above 1023.`);
  if (['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN'].includes(error.code)) {
    return new Error(`HOST "${host}" is not an address of this machine: set HOST to localhost or 0.0.0.0.`);
  }
  return error;
}

/** What the environment asks for. @throws Error naming a PORT that is no port */
export function addressFromEnvironment(env = process.env) {
  const port = Number(env.PORT || 4321);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new Error(`PORT must be a whole number from 0 to 65535, got "${env.PORT}".`);
  }
  return { port, host: env.HOST || 'localhost', base: env.BASE_PATH || '/' };
}

/** Serves until Ctrl-C; the address is the last line printed. */
export async function serveUntilStopped() {
  try {
    if (!existsSync(join(dist, 'index.html'))) throw new Error('There is no built book in dist: run `npm start`.');
    const site = await serve(addressFromEnvironment());
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(0));
    console.log(site.url);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await serveUntilStopped();
