/** Whether `node_modules` holds what the lock file names: by a stamp, and where there is none by comparing. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const stampOf = (root) => join(root, 'node_modules', '.flowbook-installed');
const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** What an install depends on. The scripts in package.json may change without one. */
export function installHash(root, platform = process.platform, arch = process.arch) {
  const { dependencies, devDependencies, overrides } = readJson(join(root, 'package.json'));
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(JSON.stringify([dependencies, devDependencies, overrides, platform, arch]))
    .digest('hex');
}

export function markInstalled(root) {
  writeFileSync(stampOf(root), `${installHash(root)}\n`);
}

/** True for a stamped install, and for an unstamped one (`npm install` by hand) that proves complete; that gets its stamp. */
export function isInstalled(root) {
  const stamp = stampOf(root);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8').trim() === installHash(root)) return true;
  const hidden = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(hidden)) return false;
  const wanted = readJson(join(root, 'package-lock.json'));
  if (!lockFitsManifest(wanted, readJson(join(root, 'package.json')))) return false;
  if (missingPackages(wanted, readJson(hidden), thisMachine()).length > 0) return false;
  if (!Object.keys(wanted.packages).every((path) => isAsLocked(root, path, wanted.packages[path]))) return false;
  markInstalled(root);
  return true;
}

/** A package.json edited by hand asks for something the lock does not have yet. */
export function lockFitsManifest(lock, manifest) {
  const names = ['dependencies', 'devDependencies'];
  const sorted = (entries) => JSON.stringify(Object.entries(entries ?? {}).sort());
  return names.every((name) => sorted(lock.packages[''][name]) === sorted(manifest[name]));
}

/** Paths of the lock that npm's record of `node_modules` lacks or has in another version, for this machine. */
export function missingPackages(lock, installed, machine) {
  return Object.entries(lock.packages)
    .filter(([path, entry]) => path !== '' && (!entry.optional || isBindingFor(machine, entry)))
    .filter(([path, entry]) => installed.packages[path]?.version !== entry.version)
    .map(([path]) => path);
}

function isAsLocked(root, path, entry) {
  if (path === '' || entry.optional) return true;
  const manifest = join(root, path, 'package.json');
  return existsSync(manifest) && readJson(manifest).version === entry.version;
}

const allows = (list, value) =>
  list === undefined ||
  (list.some((item) => !item.startsWith('!')) ? list.includes(value) : !list.includes(`!${value}`));

/** Of optional packages only native bindings count: the others (builds for wasm) may rightly be absent. */
function isBindingFor(machine, { os, cpu, libc }) {
  if (os === undefined && cpu === undefined) return false;
  return allows(os, machine.os) && allows(cpu, machine.cpu) && (!machine.libc || allows(libc, machine.libc));
}

function thisMachine() {
  process.report.excludeNetwork = true; // Name look-ups would make the report slow.
  const glibc = process.report.getReport().header.glibcVersionRuntime;
  const libc = process.platform === 'linux' ? (glibc ? 'glibc' : 'musl') : undefined;
  return { os: process.platform, cpu: process.arch, libc };
}
