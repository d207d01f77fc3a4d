/** A Firefox of the machine's own, driven over WebDriver BiDi (https://w3c.github.io/webdriver-bidi/), which needs no driver. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';

export type Firefox = {
  name: string;
  open(url: string): Promise<void>;
  /** The value of a JavaScript expression in the page. */
  evaluate(expression: string): Promise<unknown>;
  close(): Promise<void>;
};

/** Where Firefox is: `FIREFOX_PATH`, or the first of its names on the path; undefined where there is none. */
export function findFirefox(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const candidates = folders.flatMap((folder) => ['firefox', 'firefox-esr'].map((name) => join(folder, name)));
  return [process.env['FIREFOX_PATH'] ?? '', ...candidates].find((path) => path !== '' && existsSync(path));
}

export async function startFirefox(program: string): Promise<Firefox> {
  const profile = await mkdtemp(join(tmpdir(), 'flowbook-firefox-'));
  const child = spawn(program, ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const close = async () => {
    child.kill();
    await ended;
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const socket = new WebSocket(`${await addressOf(child.stderr)}/session`);
    const ask = await asker(socket);
    const session = (await ask('session.new', { capabilities: {} })) as {
      capabilities: { browserName: string; browserVersion: string };
    };
    const tree = (await ask('browsingContext.getTree', {})) as { contexts: { context: string }[] };
    const { context } = tree.contexts[0]!;
    const { browserName, browserVersion } = session.capabilities;
    return {
      name: `${browserName} ${browserVersion}`,
      open: async (url) => void (await ask('browsingContext.navigate', { context, url, wait: 'complete' })),
      async evaluate(expression) {
        const answer = (await ask('script.evaluate', {
          expression,
          target: { context },
          awaitPromise: true,
        })) as { type: string; result?: { value?: unknown }; exceptionDetails?: { text: string } };
        if (answer.type === 'exception') throw new Error(answer.exceptionDetails?.text);
        return answer.result?.value;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function addressOf(stderr: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: stderr })) {
    const address = /WebDriver BiDi listening on (ws:\S+)/.exec(line)?.[1];
    if (address !== undefined) {
      // What it says later must not fill the pipe.
      stderr.resume();
      return address;
    }
  }
  throw new Error('Firefox ended before it could be driven.');
}

type Answer = { id: number; type: string; result?: unknown; error?: string; message?: string };

/** Commands over the socket, each resolving with its own answer. */
async function asker(socket: WebSocket): Promise<(method: string, params: object) => Promise<unknown>> {
  await new Promise<void>((resolve, reject) => {
    socket.onopen = () => resolve();
    socket.onerror = () => reject(new Error('Firefox cannot be spoken to.'));
  });
  const waiting = new Map<number, (answer: Answer) => void>();
  socket.onmessage = ({ data }) => {
    const answer = JSON.parse(String(data)) as Answer;
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  };
  let id = 0;
  return async (method, params) => {
    id += 1;
    const answer = await new Promise<Answer>((resolve) => {
      waiting.set(id, resolve);
      socket.send(JSON.stringify({ id, method, params }));
    });
    if (answer.type === 'error') throw new Error(`Firefox: ${method}: ${answer.error}: ${answer.message}`);
    return answer.result;
  };
}
