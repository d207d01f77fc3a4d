import type { BackendChoice, Command, Report, Start } from './protocol.ts';

/** What the line to the worker needs from a session. */
export interface Client {
  receive(report: Report): void;
  /** The worker died; the next `prepare` starts a new one. Whatever was prepared in the old one is gone. */
  lost(why: string): void;
  /** Workers die one after another: no more are started until the reader asks again. */
  gaveUp(why: string): void;
  /** Whether something is owed to this client, so that silence means trouble. */
  waiting(): boolean;
}
/** A session's line to the worker. */
export interface Connection {
  /** The backend that was asked for. */
  readonly choice: BackendChoice;
  /** @throws Error if a lab of that name has joined already. */
  join(session: string, client: Client): void;
  leave(session: string): void;
  send(command: Command, transfer?: Transferable[]): void;
}

/** What `WorkerConnection` uses of a Worker, so that tests can hand in another. */
export type WorkerLike = Pick<Worker, 'postMessage' | 'terminate'> & {
  onmessage: ((event: MessageEvent<Report>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
};

const TICK_MS = 2000;
/** Silent ticks before a worker that owes an answer is given up: 14 s, well above the longest single piece of work. */
const SILENT_TICKS = 7;
/** A worker that has not spoken yet may still be loading its backend over a slow line: a minute. */
const SILENT_TICKS_AT_START = 30;
/** Deaths in a row, without one report between them, after which starting yet another worker is no help. */
const MOST_DEATHS = 3;

/**
 * The page's one training worker: started by the first `prepare`, shared by all sessions, replaced when it dies.
 *
 * A worker can die loudly (an uncaught error) or silently (out of memory, stopped by the browser); for the second kind a
 * watchdog counts ticks, not time, so that a laptop that slept does not look like a dead worker.
 */
export class WorkerConnection implements Connection {
  readonly #spawn: () => WorkerLike;
  readonly choice: BackendChoice;
  readonly #clients = new Map<string, Client>();
  #worker: WorkerLike | undefined;
  #silentTicks = 0;
  #spoke = false;
  #deaths = 0;
  #watchdog: ReturnType<typeof setInterval> | undefined;

  constructor(spawn: () => WorkerLike, choice: BackendChoice) {
    this.#spawn = spawn;
    this.choice = choice;
  }

  join(session: string, client: Client): void {
    if (this.#clients.has(session)) throw new Error(`Two labs on this page are called "${session}"; ids must differ.`);
    this.#clients.set(session, client);
  }

  leave(session: string): void {
    this.#clients.delete(session);
    if (this.#clients.size === 0) this.#stop();
  }

  send(command: Command, transfer: Transferable[] = []): void {
    // Everything else speaks of something prepared; a new worker has nothing.
    if (!this.#worker && command.type !== 'prepare') return;
    (this.#worker ??= this.#start()).postMessage(command, transfer);
  }

  #start(): WorkerLike {
    const worker = this.#spawn();
    worker.onmessage = ({ data }) => {
      this.#silentTicks = 0;
      this.#spoke = true;
      this.#deaths = 0;
      this.#clients.get(data.session)?.receive(data);
    };
    worker.onerror = (event) => this.#replace(event.message || 'it stopped with an error');
    const start: Start = { type: 'start', backend: this.choice };
    worker.postMessage(start);
    this.#watchdog ??= setInterval(() => this.#tick(), TICK_MS);
    this.#silentTicks = 0;
    this.#spoke = false;
    return worker;
  }

  #tick(): void {
    const owed = [...this.#clients.values()].some((client) => client.waiting());
    const seen = typeof document === 'undefined' || !document.hidden;
    this.#silentTicks = owed && seen ? this.#silentTicks + 1 : 0;
    const patience = this.#spoke ? SILENT_TICKS : SILENT_TICKS_AT_START;
    if (this.#silentTicks >= patience) this.#replace('it stopped answering');
  }

  #replace(why: string): void {
    this.#stop();
    this.#deaths += 1;
    const hopeless = this.#deaths >= MOST_DEATHS;
    if (hopeless) this.#deaths = 0;
    for (const client of [...this.#clients.values()]) {
      if (hopeless) client.gaveUp(why);
      else client.lost(why);
    }
  }

  #stop(): void {
    clearInterval(this.#watchdog);
    this.#watchdog = undefined;
    if (this.#worker) {
      this.#worker.onmessage = null;
      this.#worker.onerror = null;
      this.#worker.terminate();
    }
    this.#worker = undefined;
  }
}
