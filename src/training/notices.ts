import type { BackendChoice } from './protocol.ts';

/** What a lab tells its reader when something went wrong: what happened, what was kept, what to press. */
export type Notice = {
  kind: 'info' | 'warning' | 'error';
  text: string;
  action?: { label: string; run: () => void };
};

export const notices = {
  /** Said once, where wasm was wanted and could not be had. */
  slower: (backend: string, choice: BackendChoice): Notice | undefined =>
    backend === 'cpu' && choice === 'auto'
      ? {
          kind: 'info',
          text: 'WebAssembly cannot run here, so training uses plain JavaScript: everything works, several times slower.',
        }
      : undefined,
  unfetched: (error: unknown): Notice => ({
    kind: 'warning',
    text: `${error instanceof Error ? error.message : String(error)} You can train from scratch: press play.`,
  }),
  refused: (message: string): Notice => ({
    kind: 'warning',
    text: `The shipped weights were refused: ${message} Initial weights are shown instead; press play to train.`,
  }),
  lost: (why: string, step: number): Notice => ({
    kind: 'warning',
    text: `The training worker was lost (${why}). A new one goes on from step ${step}; nothing before it is lost.`,
  }),
  halted: (message: string): Notice => ({ kind: 'error', text: `${message} Press play to start again.` }),
  diverged: (message: string, step: number, rate: number, lower: number, run: () => void): Notice => ({
    kind: 'error',
    text: `${message} The last good weights (step ${step}) are back. Lower the learning rate (now ${rate}), then press play.`,
    action: { label: `Set ${lower} and go on`, run },
  }),
};
