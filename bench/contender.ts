import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** One side of a comparison, warmed up and ready: does `steps` training steps and says how long they took. */
export type Contender = {
  name: string;
  run(steps: number): Promise<{ ms: number; loss: number }>;
  close(): void;
};

/** A bench's own section of the results, heading included; `''` where it has none yet. */
export type Section = { read(): Promise<string>; write(table: string): Promise<void> };

/**
 * A peer in a process of its own (two copies of tfjs cannot share one). It prints `ready` with its versions, then answers
 * every line `STEPS` with `MS LOSS`.
 * @throws Error with the peer's last words if it cannot start.
 */
export async function childContender(
  name: string,
  command: string[],
  env: Record<string, string> = {},
): Promise<Contender> {
  const [program = '', ...args] = command;
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint = `${complaint}${chunk.toString()}`.slice(-2000)));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${name} stopped: ${complaint.trim() || 'without a word'}`);
    return value;
  };
  let hello = await next();
  while (!hello.startsWith('ready')) hello = await next();
  return {
    name: `${name}${hello.slice('ready'.length)}`,
    run: async (steps) => {
      child.stdin.write(`${steps}\n`);
      const [ms = NaN, loss = NaN] = (await next()).split(' ').map(Number);
      return { ms, loss };
    },
    close: () => void child.kill(),
  };
}
