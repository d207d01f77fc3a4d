/** Installs what the lock file names, and says in one line why it could not. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** An expected failure: its message is the one line to print. */
export class NotReady extends Error {
  name = 'NotReady';
}

// Not `npm ci`: it refuses a lock without optional bindings that the registry lacks, https://github.com/npm/cli/issues/9846.
// `npm install` takes the locked versions just so, and with --no-save leaves the lock as it is.
const installing = ['install', '--no-save', '--no-audit', '--no-fund', '--include=dev', '--loglevel=error'];
// Asked first, because an install without a registry would retry package by package for minutes.
const asking = [
  'ping',
  '--loglevel=error',
  '--fetch-retries=1',
  '--fetch-retry-mintimeout=500',
  '--fetch-timeout=15000',
];

const unreachable =
  /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|EIDLETIMEOUT/;

/** @throws NotReady if npm is missing or fails. */
export async function install(root) {
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  const names = Object.keys(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages).length;
  console.log(`Installing the packages of package-lock.json (up to ${names}; a minute or so, once) …`);
  const away = unreachable.exec((await npm(root, asking)).errors);
  if (away) console.log(`  The package registry does not answer (${away[0]}): trying npm's own cache.`);
  const heartbeat = setInterval(() => console.log(`  still installing, ${seconds()} s`), 15_000);
  const { code, errors } = await npm(root, [...installing, away ? '--offline' : '--prefer-offline']);
  clearInterval(heartbeat);
  if (code !== 0) throw new NotReady(explainFailure(away ? `${away[0]} ${errors}` : errors, code));
  console.log(`Installed in ${seconds()} s.`);
}

function npm(root, npmArguments) {
  // `npm start` tells where npm itself is; a plain `node scripts/start.mjs` finds it on the PATH.
  const cli = process.env.npm_execpath;
  const own = cli !== undefined && /npm-cli\.c?js$/.test(cli);
  const [command, before] = own ? [process.execPath, [cli]] : ['npm', []];
  return new Promise((resolve) => {
    const child = spawn(command, [...before, ...npmArguments], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'pipe'],
      shell: !own && process.platform === 'win32', // npm is a .cmd file there.
    });
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text) => (errors += text));
    child.on('error', (error) => resolve({ code: 1, errors: `${error.code} npm` }));
    child.on('close', (code) => resolve({ code, errors }));
  });
}

const reasons = [
  [
    unreachable,
    (code) =>
      `no package registry could be reached (${code}); check the network and \`npm config get registry\`, then run the command again.`,
  ],
  [/ENOENT npm/, () => 'npm is not on the PATH; install it with Node (https://nodejs.org).'],
  [
    /ENOTCACHED/,
    () => 'npm is set to work offline and its cache lacks a package; allow the network, then run the command again.',
  ],
  [
    /E40[13]/,
    (code) => `the package registry refuses access (${code}); check \`npm config get registry\` and its login.`,
  ],
  [/ENOSPC/, () => 'the disk is full.'],
  [/EACCES|EPERM|EROFS/, (code) => `node_modules cannot be written (${code}); check who owns this folder.`],
];

/** One line for what npm wrote to stderr. */
export function explainFailure(errors, code) {
  for (const [pattern, reason] of reasons) {
    const found = pattern.exec(errors);
    if (found) return `Cannot install: ${reason(found[0])}`;
  }
  const lines = errors.split('\n').map((line) => line.replace(/^npm (error|ERR!) ?/, '').trim());
  const said = lines.filter((line) => line !== '' && !line.startsWith('code ')).slice(0, 1);
  return `Cannot install: npm ended with code ${code}${said.length > 0 ? ` and said: ${said[0]}` : ''}`;
}
