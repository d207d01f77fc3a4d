/** Finds a Chromium for the tests, or gets one. */
import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { NotReady } from './install.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const applications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  join(process.env.PROGRAMFILES ?? '', 'Google', 'Chrome', 'Application', 'chrome.exe'),
];

/**
 * The path of a Chromium that starts: CHROMIUM_PATH, one that is installed, Debian's package when root, Playwright's own.
 * @throws NotReady if there is none to be had
 */
export async function ensureBrowser({ say = console.log } = {}) {
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen) {
    if (await starts(chosen)) return chosen;
    throw new NotReady(
      `CHROMIUM_PATH is "${chosen}", which does not start: set it to a Chromium or Chrome, or unset it.`,
    );
  }
  const found = (await installed()) ?? (await fromDebian(say)) ?? (await fromPlaywright(say));
  if (found) return found;
  throw new NotReady(
    'No browser: none is installed and none could be installed; install Chromium or set CHROMIUM_PATH to one.',
  );
}

async function installed() {
  const onPath = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  for (const path of [...onPath, ...applications, await playwrightsOwn()]) {
    if (existsSync(path) && (await starts(path))) return path;
  }
  return undefined;
}

async function fromDebian(say) {
  if (process.getuid?.() !== 0 || !['/usr/bin/apt-get', '/bin/apt-get'].some((path) => existsSync(path)))
    return undefined;
  say('No Chromium is installed: installing the package chromium with apt-get …');
  const options = {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  spawnSync('apt-get', ['update', '-qq'], options);
  const { status } = spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], options);
  return status === 0 ? installed() : undefined;
}

async function fromPlaywright(say) {
  say("No Chromium is installed: downloading Playwright's own …");
  const command = ['node_modules/playwright/cli.js', 'install', 'chromium'];
  spawnSync(process.execPath, command, { stdio: ['ignore', 'inherit', 'inherit'] });
  const path = await playwrightsOwn();
  return existsSync(path) && (await starts(path)) ? path : undefined;
}

async function playwrightsOwn() {
  const { chromium } = await import('playwright');
  return chromium.executablePath();
}

/** Some systems have a `chromium` that only says how to install the real one. */
async function starts(path) {
  try {
    const { stdout } = await promisify(execFile)(path, ['--version'], { timeout: 30_000 });
    return /chrom/i.test(stdout);
  } catch {
    return false;
  }
}
