import { execFileSync } from 'node:child_process';
import { childContender } from './contender.ts';
import type { Contender } from './contender.ts';

/**
 * PyTorch, where a Python that has it can be found (PYTHON, else python3 on the PATH or in /usr/bin); elsewhere nobody, with a
 * message. `script` takes a style, a number of threads and `folder`.
 */
export async function torchContenders(
  script: string,
  folder: string,
  styles: readonly { name: string; style: string; threads: number }[],
): Promise<Contender[]> {
  const python = [process.env['PYTHON'], 'python3', '/usr/bin/python3'].find((path) => path && hasTorch(path));
  if (!python) {
    console.log('No Python with PyTorch found (set PYTHON to one): its rows are left out.');
    return [];
  }
  return Promise.all(
    styles.map(({ name, style, threads }) =>
      // Threads that spin while they wait would slow down every other contender.
      childContender(`PyTorch, ${name}`, [python, script, style, String(threads), folder], {
        OMP_WAIT_POLICY: 'PASSIVE',
        OMP_NUM_THREADS: String(threads),
      }),
    ),
  );
}

function hasTorch(python: string): boolean {
  try {
    execFileSync(python, ['-c', 'import torch, numpy'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
