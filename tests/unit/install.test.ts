import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { holdLock } from '../../scripts/install-lock.mjs';
import {
  installHash,
  isInstalled,
  lockFitsManifest,
  markInstalled,
  missingPackages,
} from '../../scripts/install-state.mjs';
import { explainFailure } from '../../scripts/install.mjs';
import { isModern } from '../../scripts/modern-node.mjs';

let root = '';
const write = (path: string, content: unknown) => {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), JSON.stringify(content));
};
const linux = { os: 'linux', cpu: 'x64', libc: 'glibc' };
const lock = {
  packages: {
    '': { dependencies: { a: '1.0.0' } },
    'node_modules/a': { version: '1.0.0' },
    'node_modules/a-linux': { version: '1.0.0', optional: true, os: ['linux'], cpu: ['x64'], libc: ['glibc'] },
    'node_modules/a-mac': { version: '1.0.0', optional: true, os: ['darwin'], cpu: ['arm64'] },
    'node_modules/a-wasm': { version: '1.0.0', optional: true },
  },
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'flowbook-install-'));
  write('package.json', { dependencies: { a: '1.0.0' } });
  write('package-lock.json', {
    packages: { '': lock.packages[''], 'node_modules/a': lock.packages['node_modules/a'] },
  });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('a bare clone is not installed', () => {
  expect(isInstalled(root)).toBe(false);
});

test('a stamped install is taken as it is, until the lock changes', () => {
  mkdirSync(join(root, 'node_modules'));
  markInstalled(root);
  expect(isInstalled(root)).toBe(true);
  write('package-lock.json', lock);
  expect(isInstalled(root)).toBe(false);
});

test('an install by hand that fits the lock is accepted, one with another version is not', () => {
  write('node_modules/.package-lock.json', { packages: { 'node_modules/a': { version: '1.0.0' } } });
  write('node_modules/a/package.json', { version: '0.9.0' });
  expect(isInstalled(root)).toBe(false);
  write('node_modules/a/package.json', { version: '1.0.0' });
  expect(isInstalled(root)).toBe(true);
});

test('the hash follows dependencies and machine, not scripts', () => {
  const before = installHash(root, 'linux', 'x64');
  expect(installHash(root, 'linux', 'arm64')).not.toBe(before);
  write('package.json', { dependencies: { a: '1.0.0' }, scripts: { start: 'x' } });
  expect(installHash(root, 'linux', 'x64')).toBe(before);
  write('package.json', { dependencies: { a: '2.0.0' } });
  expect(installHash(root, 'linux', 'x64')).not.toBe(before);
});

test("missing are only packages and this machine's native bindings", () => {
  expect(missingPackages(lock, { packages: {} }, linux)).toEqual(['node_modules/a', 'node_modules/a-linux']);
  expect(missingPackages(lock, { packages: {} }, { ...linux, libc: 'musl' })).toEqual(['node_modules/a']);
});

test('a manifest that asks for more than the lock has does not fit it', () => {
  expect(lockFitsManifest(lock, { dependencies: { a: '1.0.0' } })).toBe(true);
  expect(lockFitsManifest(lock, { dependencies: { a: '1.0.0' }, devDependencies: { b: '1.0.0' } })).toBe(false);
});

test.each([
  [
    'npm error code ECONNREFUSED\nnpm error errno ECONNREFUSED',
    /no package registry could be reached \(ECONNREFUSED\)/,
  ],
  ['npm error code ENOTFOUND', /no package registry/],
  ['npm error code ENOSPC', /the disk is full/],
  ['npm error code EACCES\nnpm error path node_modules', /cannot be written \(EACCES\)/],
  ['npm error code E403', /refuses access/],
  ['ENOENT npm', /npm is not on the PATH/],
  ['npm error code ETARGET\nnpm error No matching version found for a@9', /No matching version found for a@9/],
])('a failed install is explained in one line: %j', (errors, line) => {
  const said = explainFailure(errors, 1);
  expect(said).toMatch(line);
  expect(said).not.toContain('\n');
});

test('the second command waits for the first, and a dead owner holds nothing', async () => {
  const path = join(root, 'lock');
  const release = await holdLock(path);
  const said: string[] = [];
  const second = holdLock(path, { every: 5, say: (line: string) => said.push(line) });
  await expect.poll(() => said).toHaveLength(1);
  release();
  (await second)();
  write('lock/owner', { pid: 2 ** 30, host: 'elsewhere' });
  const { utimesSync } = await import('node:fs');
  const longAgo = new Date(Date.now() - 3_600_000);
  utimesSync(path, longAgo, longAgo);
  (await holdLock(path, { every: 5 }))();
});

test.each([
  ['20.20.2', false],
  ['22.12.0', false],
  ['22.18.0', true],
  ['23.5.0', false],
  ['24.0.0', true],
])('Node %s runs the book itself: %s', (version, modern) => {
  expect(isModern(version)).toBe(modern);
});
