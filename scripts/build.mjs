/**
 * Builds the book into `dist` (`node scripts/build.mjs`), and knows whether what is there was built from these very files
 * in this environment.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureReady, root } from './bootstrap.mjs';
import { run } from './command.mjs';

// What tools make; everything else may be an input, and counts as one.
const made = new Set([
  '.git',
  '.astro',
  'dist',
  'node_modules',
  'test-results',
  'playwright-report',
  '.vitest',
  '.vitest-attachments',
]);
const stamp = join(root, 'node_modules', '.flowbook-built');

/** @returns {Promise<boolean>} whether `dist` now holds the book */
export async function build({ limit } = {}) {
  rmSync(stamp, { force: true });
  const before = inputs();
  const { code } = await run(['node_modules/astro/bin/astro.mjs', 'build'], { limit });
  // A file edited during the build may be in it or not.
  if (code === 0 && inputs() === before) writeFileSync(stamp, `${before} ${outputs()}\n`);
  return code === 0;
}

export function isBuilt() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === `${inputs()} ${outputs()}\n`;
}

function inputs() {
  const hash = createHash('sha256').update(process.version);
  for (const name of Object.keys(process.env).sort()) {
    if (/^(BASE_PATH|SITE_URL|NODE_ENV|MODE|(ASTRO|PUBLIC|VITE)_.*)$/.test(name))
      hash.update(`${name}=${process.env[name]}\n`);
  }
  for (const path of files(root, made)) hash.update(`${path}\n`).update(readFileSync(join(root, path)));
  return hash.digest('hex');
}

function outputs() {
  const dist = join(root, 'dist');
  const hash = createHash('sha256');
  if (!existsSync(dist)) return 'none';
  for (const path of files(dist)) {
    const { size, mtimeMs } = statSync(join(dist, path));
    hash.update(`${path} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/** Every file below `folder`, as sorted paths relative to it. */
function files(folder, except = new Set(), below = '') {
  const entries = readdirSync(join(folder, below), { withFileTypes: true });
  return entries
    .filter(({ name }) => below !== '' || !except.has(name))
    .flatMap((entry) => {
      const path = join(below, entry.name);
      if (entry.isDirectory()) return files(folder, except, path);
      return entry.isFile() ? [path] : [];
    })
    .sort();
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await ensureReady();
  process.exitCode = (await build()) ? 0 : 1;
}
