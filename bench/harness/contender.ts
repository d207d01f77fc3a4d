import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Steps done: how long they took, and the loss before the last of them. */
export type Stretch = { ms: number; loss: number };

/** One side of a comparison, warmed up and ready. */
export type Contender = {
  name: string;
  /** The ratios have ours above the line and a peer below it. */
  side: 'ours' | 'peer';
  /** Where it runs; in Node or a process of its own unless said otherwise. */
  place?: 'chromium';
  /** Does `steps` training steps. @throws CannotTrain */
  run(steps: number): Promise<Stretch>;
  /** Mean −log p of the held-out points, nats, at the current weights. */
  score?(): Promise<number>;
  close(): void | Promise<void>;
};

/** A peer lacks what this model needs; the table says so in its row. */
export class CannotTrain extends Error {
  override readonly name = 'CannotTrain';
}

/**
 * A peer in a process of its own (two copies of tfjs cannot share one). It prints `ready` with its versions, then answers
 * every line `STEPS` with `MS LOSS`, or with `cannot` and a reason, and the line `score` with the held-out score.
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
  // That it has stopped is told with its last words, where its answer is missed.
  child.stdin.on('error', () => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${name} stopped: ${complaint.trim() || 'without a word'}`);
    return value;
  };
  const ask = async (line: string): Promise<string> => {
    child.stdin.write(`${line}\n`);
    return next();
  };
  let hello = await next();
  while (!hello.startsWith('ready')) hello = await next();
  return {
    name: `${name}${hello.slice('ready'.length)}`,
    side: 'peer',
    run: async (steps) => stretch(await ask(String(steps))),
    score: async () => Number(await ask('score')),
    close: () => void child.kill(),
  };
}

/** A peer's answer, read. */
export function stretch(answer: string): Stretch {
  if (answer.startsWith('cannot ')) throw new CannotTrain(answer.slice('cannot '.length));
  const [ms = NaN, loss = NaN] = answer.split(' ').map(Number);
  return { ms, loss };
}
