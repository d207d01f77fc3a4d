/** Runs a TypeScript command (`node scripts/run.mjs scripts/train.ts …`) with the site's own module resolution. */
import './node-globals.mjs';
import { ensureReady } from './bootstrap.mjs';

const [entry, ...args] = process.argv.slice(2);
await ensureReady();
const { createServer } = await import('vite');
const { tfjs } = await import('../vite.shared.mjs');

process.argv = [process.argv[0], entry, ...args];
const server = await createServer({
  ...tfjs,
  configFile: false,
  logLevel: 'error',
  server: { middlewareMode: true, hmr: false, watch: null, ws: false },
  optimizeDeps: { noDiscovery: true },
  appType: 'custom',
});
try {
  const { main } = await server.ssrLoadModule(`/${entry}`);
  process.exitCode = (await main(args)) ?? 0;
} catch (error) {
  // A mistake in the call is told in one line; everything else with the place where it happened.
  const misused = error?.name === 'UsageError' || String(error?.code).startsWith('ERR_PARSE_ARGS');
  console.error(misused ? error.message : error);
  process.exitCode = 1;
} finally {
  await server.close();
}
