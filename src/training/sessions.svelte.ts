/** The one registry of the page: which labs there are. Chapters find a lab by its id; nothing else is shared. */
import { SvelteMap } from 'svelte/reactivity';
import { WorkerConnection } from './connection.ts';
import { TrainingSession } from './TrainingSession.svelte.ts';
import type { SessionOptions } from './session-options.ts';
import type { BackendChoice } from './protocol.ts';

const sessions = new SvelteMap<string, TrainingSession>();
const waiting = new Map<string, ((session: TrainingSession) => void)[]>();
let connection: WorkerConnection | undefined;

const spawn = () => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'flowbook-training' });

/** Makes a lab's session; the page's worker starts with the first command. The first lab's backend choice holds for all. */
export function openSession(
  options: Omit<SessionOptions, 'connection'> & { backend?: BackendChoice | undefined },
): TrainingSession {
  connection ??= new WorkerConnection(spawn, options.backend ?? 'auto');
  const session = new TrainingSession({ ...options, connection });
  sessions.set(session.id, session);
  for (const resolve of waiting.get(session.id) ?? []) resolve(session);
  waiting.delete(session.id);
  return session;
}

export function closeSession(session: TrainingSession): void {
  session.close();
  sessions.delete(session.id);
}

/** The session of a lab, now; reactive. */
export function findSession(id: string): TrainingSession | undefined {
  return sessions.get(id);
}

/** The session of a lab, as soon as it is there: islands of one page wake in any order. */
export function whenSession(id: string): Promise<TrainingSession> {
  const found = sessions.get(id);
  if (found) return Promise.resolve(found);
  return new Promise((resolve) => waiting.set(id, [...(waiting.get(id) ?? []), resolve]));
}
