/** Two commands started at once must not install into one folder: the second waits for the first. */
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const longestInstall = 15 * 60_000;

/** Waits until `path` can be made, makes it, and returns the function that takes it away. A dead owner's lock is broken. */
export async function holdLock(path, { every = 500, say = console.log } = {}) {
  for (let told = false; ;) {
    try {
      mkdirSync(path);
      writeFileSync(join(path, 'owner'), JSON.stringify({ pid: process.pid, host: hostname() }));
      return () => rmSync(path, { recursive: true, force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (isStale(path)) {
      rmSync(path, { recursive: true, force: true });
      continue;
    }
    if (!told) say('Another command is installing the packages: waiting for it.');
    told = true;
    await pause(every);
  }
}

function isStale(path) {
  try {
    const age = Date.now() - statSync(path).mtimeMs;
    if (age > longestInstall) return true;
    if (age < 2000) return false; // Its owner may not have signed yet.
    const { pid, host } = JSON.parse(readFileSync(join(path, 'owner'), 'utf8'));
    return host === hostname() && !isAlive(pid);
  } catch (error) {
    return error.code !== 'ENOENT' || isUnsigned(path);
  }
}

/** The lock is still there, and its owner died between making and signing it. */
function isUnsigned(path) {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
