import { LatestWins } from './latest-wins.ts';
import type { Client, Connection } from './connection.ts';
import type { AnswerOf, Body, Command, Query, Snapshot } from './protocol.ts';
import type { Recipe } from './recipe.ts';

/**
 * One session's side of the protocol: every run gets a number, what is still said of an older one is not heard, and each
 * asker has one question under way.
 */
export class Conversation {
  readonly #session: string;
  readonly #connection: Connection;
  readonly #asks = new LatestWins<Query, unknown>((id, query) => this.send({ type: 'ask', id, query }));
  #run = 0;
  #ended = false;

  /** @throws Error if another lab of the page has this name. */
  constructor(session: string, connection: Connection, client: Client) {
    this.#session = session;
    this.#connection = connection;
    connection.join(session, {
      ...client,
      receive: (report) => {
        if (report.run === this.#run) client.receive(report);
      },
    });
  }

  /** Whether an answer is owed. */
  get busy(): boolean {
    return this.#asks.busy;
  }
  get ended(): boolean {
    return this.#ended;
  }

  /** A new run begins: what was asked of the old one is dropped, and so are reports of it that are still on the way. */
  begin(recipe: Recipe, from?: Snapshot): void {
    this.#run += 1;
    this.drop();
    // The worker gets a copy: the page keeps the snapshot for another time.
    const copy = from && { ...from, weights: from.weights.slice(0), optimiser: from.optimiser?.slice(0) };
    const buffers = [copy?.weights, copy?.optimiser].filter((buffer) => buffer !== undefined);
    this.send({ type: 'prepare', recipe, from: copy }, buffers);
  }

  /** Nothing is sent once the conversation has ended. */
  send(command: Body<Command>, transfer: Transferable[] = []): void {
    if (this.#ended) return;
    this.#connection.send({ ...command, session: this.#session, run: this.#run } as Command, transfer);
  }

  ask<Q extends Query>(asker: string, query: Q): Promise<AnswerOf<Q> | undefined> {
    return this.#asks.ask(asker, query) as Promise<AnswerOf<Q> | undefined>;
  }

  answer(id: number, answer: unknown): void {
    this.#asks.answer(id, answer);
  }

  /** Gives up what was asked so far. */
  drop(): void {
    this.#asks.drop();
  }

  end(): void {
    if (this.#run > 0) this.send({ type: 'close' });
    this.#ended = true;
    this.drop();
    this.#connection.leave(this.#session);
  }
}
