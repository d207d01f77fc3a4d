import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WorkerConnection } from './connection.ts';
import type { WorkerLike } from './connection.ts';
import type { Command, Report } from './protocol.ts';

const command = { type: 'prepare', session: 'moons', run: 1 } as Command;
const report = { type: 'paused', session: 'moons', run: 1, step: 3 } as Report;

function setUp() {
  const workers: (WorkerLike & { sent: unknown[]; ended: boolean })[] = [];
  const connection = new WorkerConnection(() => {
    const worker = {
      sent: [] as unknown[],
      ended: false,
      onmessage: null,
      onerror: null,
      postMessage: (message: unknown) => void worker.sent.push(message),
      terminate: () => void (worker.ended = true),
    };
    workers.push(worker);
    return worker;
  }, 'auto');
  const owes = { something: true };
  const client = { waiting: () => owes.something, receive: vi.fn(), lost: vi.fn(), gaveUp: vi.fn() };
  connection.join('moons', client);
  return { workers, connection, client, owes };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('the first thing to prepare starts the one worker, and tells it its backend first', () => {
  const { workers, connection } = setUp();
  for (const type of ['close', 'pause', 'tune', 'save'] as const) connection.send({ type, session: 'moons', run: 1 });
  expect(workers).toHaveLength(0);
  connection.send(command);
  connection.send(command);
  expect(workers).toHaveLength(1);
  expect(workers[0]!.sent).toEqual([{ type: 'start', backend: 'auto' }, command, command]);
});

test('a worker that dies with an error is ended, and its clients are told', () => {
  const { workers, connection, client } = setUp();
  connection.send(command);
  workers[0]!.onerror?.({ message: 'out of memory' } as ErrorEvent);
  expect(workers[0]!.ended).toBe(true);
  expect(client.lost).toHaveBeenCalledWith('out of memory');
  connection.send(command);
  expect(workers).toHaveLength(2);
});

test('a worker that owes an answer and stays silent is given up; one that owes nothing is not', () => {
  const { workers, connection, client, owes } = setUp();
  connection.send(command);
  owes.something = false;
  vi.advanceTimersByTime(60_000);
  expect(client.lost).not.toHaveBeenCalled();
  owes.something = true;
  workers[0]!.onmessage?.({ data: report } as MessageEvent<Report>);
  vi.advanceTimersByTime(20_000);
  expect(client.lost).toHaveBeenCalledTimes(1);
});

test('a worker that has not spoken yet gets a minute: its backend may come over a slow line', () => {
  const { connection, client } = setUp();
  connection.send(command);
  vi.advanceTimersByTime(50_000);
  expect(client.lost).not.toHaveBeenCalled();
  vi.advanceTimersByTime(20_000);
  expect(client.lost).toHaveBeenCalledTimes(1);
});

test('reports keep the watchdog quiet and reach the session they name', () => {
  const { workers, connection, client } = setUp();
  connection.send(command);
  for (let i = 0; i < 10; i++) {
    vi.advanceTimersByTime(10_000);
    workers[0]!.onmessage?.({ data: report } as MessageEvent<Report>);
  }
  expect(client.lost).not.toHaveBeenCalled();
  expect(client.receive).toHaveBeenCalledTimes(10);
});

test('workers that die one after another are not replaced for ever', () => {
  const { workers, connection, client } = setUp();
  client.lost.mockImplementation(() => connection.send(command));
  connection.send(command);
  for (let i = 0; i < 3; i++) workers.at(-1)!.onerror?.({ message: 'broken' } as ErrorEvent);
  expect(workers).toHaveLength(3);
  expect(client.gaveUp).toHaveBeenCalledTimes(1);
});

test('two labs of one name are refused', () => {
  const { connection, client } = setUp();
  expect(() => connection.join('moons', client)).toThrow(/Two labs/);
});
