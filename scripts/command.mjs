/** Runs one program of this project under this Node, within a time limit, and never leaves its children behind. */
import { spawn } from 'node:child_process';

const running = new Set();

/**
 * @param {string[]} command  a script of ours or of a package (`node_modules/astro/bin/astro.mjs`), and its arguments
 * @returns {Promise<{ code: number, timedOut: boolean, seconds: number }>}
 */
export function run(command, { env = {}, limit = Infinity } = {}) {
  const started = Date.now();
  const grouped = process.platform !== 'win32';
  const child = spawn(process.execPath, command, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1', ...env },
    detached: grouped, // A group of its own, so that a browser it started ends with it.
  });
  const end = (signal) => {
    try {
      process.kill(grouped ? -child.pid : child.pid, signal);
    } catch {
      // It has ended already.
    }
  };
  running.add(end);
  passSignals();
  let timedOut = false;
  const overdue = () => {
    timedOut = true;
    end('SIGKILL');
  };
  const timer = Number.isFinite(limit) ? setTimeout(overdue, limit) : undefined;
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      running.delete(end);
      passSignals();
      resolve({ code: code ?? 1, timedOut, seconds: (Date.now() - started) / 1000 });
    });
  });
}

const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

/** While something runs, a signal ends it first, and then this process. */
function passSignals() {
  for (const signal of Object.keys(signals)) {
    if (running.size > 0 && !process.listeners(signal).includes(stop)) process.on(signal, stop);
    if (running.size === 0) process.off(signal, stop);
  }
}

function stop(signal) {
  for (const end of running) end('SIGTERM');
  process.exit(signals[signal]);
}
