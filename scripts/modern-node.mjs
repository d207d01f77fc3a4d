/** Astro and the configuration in TypeScript need Node 22.18 or 24; where the machine's own is older, the one that npm installed (package `node`) takes over. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { NotReady } from './install.mjs';

export function isModern(version) {
  const [major, minor] = version.replace(/^v/, '').split('.').map(Number);
  return major >= 24 || (major === 22 && minor >= 18);
}

/**
 * Returns at once under a modern Node. Otherwise runs this very command again under the installed one, waits for its
 * end, and ends with its exit code: what stands after the call runs in one process only.
 * @throws NotReady if there is no such Node.
 */
export async function continueUnderModernNode(root) {
  if (isModern(process.versions.node)) return;
  const node = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (!existsSync(node)) {
    throw new NotReady(
      `Node ${process.versions.node} is too old and node_modules/node/bin is missing (were install scripts off?): ` +
        'run `npm rebuild node --ignore-scripts=false`, or install Node 24.',
    );
  }
  const child = spawn(node, [...process.execArgv, ...process.argv.slice(1)], { stdio: 'inherit' });
  // Ctrl-C reaches the child by itself; this process only has to outlive it. Other signals are handed on.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status, signal) => resolve(status ?? (signal === 'SIGINT' ? 130 : 143)));
  });
  process.exit(code);
}
