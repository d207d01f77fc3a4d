/**
 * Makes a clone ready to work: what is missing is installed, and the command continues under a Node that is new enough.
 * Plain JavaScript without dependencies, because it runs before there are any, on Node 20 as well.
 */
import { mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { install } from './install.mjs';
import { holdLock } from './install-lock.mjs';
import { isInstalled, markInstalled } from './install-state.mjs';
import { ensureKernels } from './kernels.mjs';
import { continueUnderModernNode } from './modern-node.mjs';

export const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Resolves when everything the lock file names is in `node_modules`, the kernels are compiled, and this process runs a Node that can
 * use it all.
 * Otherwise prints one line that says what cannot be had, and ends the process with code 1.
 */
export async function ensureReady() {
  process.chdir(root);
  try {
    if (!isInstalled(root)) await installOnce();
    await continueUnderModernNode(root);
  } catch (error) {
    if (error.name !== 'NotReady') throw error;
    console.error(error.message);
    process.exit(1);
  }
  const bins = [join(root, 'node_modules', '.bin'), join(root, 'node_modules', 'node', 'bin')];
  process.env.PATH = [...bins, process.env.PATH].join(delimiter);
  await ensureKernels();
}

async function installOnce() {
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  const release = await holdLock(join(root, 'node_modules', '.flowbook-installing'));
  try {
    if (isInstalled(root)) return;
    await install(root);
    markInstalled(root);
  } finally {
    release();
  }
}
