/**
 * Questions to the worker, at most one under way for each asker. A question asked meanwhile waits; a newer one takes its
 * place, and the replaced asker gets undefined. So a view that asks at every step never builds a queue.
 */
export class LatestWins<Q, A> {
  readonly #send: (id: number, question: Q) => void;
  readonly #underWay = new Map<number, { asker: string; resolve: (answer: A | undefined) => void }>();
  readonly #waiting = new Map<string, { question: Q; resolve: (answer: A | undefined) => void }>();
  #nextId = 0;

  constructor(send: (id: number, question: Q) => void) {
    this.#send = send;
  }

  get busy(): boolean {
    return this.#underWay.size > 0;
  }

  ask(asker: string, question: Q): Promise<A | undefined> {
    return new Promise((resolve) => {
      const busy = [...this.#underWay.values()].some((asked) => asked.asker === asker);
      if (busy) {
        this.#waiting.get(asker)?.resolve(undefined);
        this.#waiting.set(asker, { question, resolve });
      } else {
        this.#start(asker, question, resolve);
      }
    });
  }

  answer(id: number, answer: A | undefined): void {
    const asked = this.#underWay.get(id);
    if (!asked) return;
    this.#underWay.delete(id);
    asked.resolve(answer);
    const next = this.#waiting.get(asked.asker);
    if (next) {
      this.#waiting.delete(asked.asker);
      this.#start(asked.asker, next.question, next.resolve);
    }
  }

  /** Gives up everything asked so far: the run it was about is over. */
  drop(): void {
    const dropped = [...this.#underWay.values(), ...this.#waiting.values()];
    this.#underWay.clear();
    this.#waiting.clear();
    for (const { resolve } of dropped) resolve(undefined);
  }

  #start(asker: string, question: Q, resolve: (answer: A | undefined) => void): void {
    const id = this.#nextId++;
    this.#underWay.set(id, { asker, resolve });
    this.#send(id, question);
  }
}
