/**
 * Compiles the kernels (`src/kernels/assembly`, AssemblyScript) into `src/kernels/binaries`: `exact.wasm` with baseline SIMD,
 * `relaxed.wasm` with relaxed SIMD. Does nothing where they were made from these very sources by this very compiler.
 * `node scripts/kernels.mjs` runs it alone; every command of package.json runs it when it is needed.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

// Named in a variable: its types declare a global `require` that would hide Node's from every file of the project.
const compiler = 'assemblyscript/asc';

const root = fileURLToPath(new URL('..', import.meta.url));
const sources = join(root, 'src/kernels/assembly');
const binaries = join(root, 'src/kernels/binaries');
const stamp = join(binaries, 'made-from');

const builds = { exact: [], relaxed: ['--enable', 'relaxed-simd'] };
const settings = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--importMemory', '--noExportMemory'];
// No message for an abort that cannot happen, and none about v128 arguments: these functions stay inside the module.
const quiet = ['--use', 'abort=', '--disableWarning', '112'];

/** @returns {Promise<void>} when both binaries are there and up to date */
export async function ensureKernels() {
  const made = Object.keys(builds).every((name) => existsSync(join(binaries, `${name}.wasm`)));
  const fingerprint = hash();
  if (made && existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint) return;
  console.log('Compiling the kernels …');
  const { default: asc } = await import(compiler);
  mkdirSync(binaries, { recursive: true });
  for (const [name, options] of Object.entries(builds)) {
    const files = {};
    const { error, stderr } = await asc.main(
      ['index.ts', '--outFile', `${name}.wasm`, ...settings, ...quiet, ...options],
      {
        readFile: (file) => readIfThere(join(sources, file)),
        writeFile: (file, contents) => void (files[file] = contents),
        listFiles: () => [],
      },
    );
    if (error) throw new Error(`The kernels could not be compiled: ${error.message}\n${stderr.toString()}`);
    replace(join(binaries, `${name}.wasm`), files[`${name}.wasm`]);
  }
  replace(stamp, fingerprint);
}

function readIfThere(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

/** In one move, so that another process never reads half a file. */
function replace(path, contents) {
  const part = `${path}.${process.pid}`;
  writeFileSync(part, contents);
  renameSync(part, path);
}

function hash() {
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules/assemblyscript/package.json'), 'utf8'));
  const fingerprint = createHash('sha256')
    .update(version)
    .update(JSON.stringify([settings, builds]));
  for (const file of readdirSync(sources).sort()) fingerprint.update(file).update(readFileSync(join(sources, file)));
  return fingerprint.digest('hex');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await ensureKernels();
