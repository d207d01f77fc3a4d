import { execFileSync } from 'node:child_process';
import { childContender } from './contender.ts';
import type { Contender } from './contender.ts';

export type TorchStyle = { name: string; style: string; threads: number };

/**
 * PyTorch on the model in `folder`, where a Python that has it can be found (PYTHON, else python3 on the PATH or in /usr/bin);
 * elsewhere nobody, with a message.
 */
export async function torchContenders(folder: string, styles: readonly TorchStyle[]): Promise<Contender[]> {
  const python = [process.env['PYTHON'], 'python3', '/usr/bin/python3'].find((path) => path && hasTorch(path));
  if (!python) {
    console.log('No Python with PyTorch found (set PYTHON to one): its rows are left out.');
    return [];
  }
  return Promise.all(
    styles.map(({ name, style, threads }) => {
      const words = `PyTorch, ${name}, ${threads} thread${threads === 1 ? '' : 's'}`;
      return childContender(words, [python, 'bench/peers/pytorch/peer.py', style, String(threads), folder], {
        // Threads that spin while they wait would slow down every other contender.
        OMP_WAIT_POLICY: 'PASSIVE',
        OMP_NUM_THREADS: String(threads),
        PYTHONDONTWRITEBYTECODE: '1',
      });
    }),
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
