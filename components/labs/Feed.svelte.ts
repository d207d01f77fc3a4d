import type { AnswerOf, Query, TrainingSession } from '#training';

/** While training, a view rests after each answer four times as long as the answer took: most of the worker trains. */
const REST_SHARE = 4;
/** Eight pictures a second are enough to watch, and two a second the least that looks alive. */
const [SHORTEST_REST_MS, LONGEST_REST_MS] = [125, 500];

/** One asker's questions to the session: at most one under way, asked again when something changed meanwhile. */
export class Feed<Q extends Query> {
  /** The last answer and the question it answers. */
  latest: { query: Q; answer: AnswerOf<Q> } | undefined = $state.raw();

  readonly #session: TrainingSession;
  readonly #asker: string;
  readonly #question: () => Q | undefined;
  #busy = false;
  #again = false;
  #rest: ReturnType<typeof setTimeout> | undefined;

  constructor(session: TrainingSession, asker: string, question: () => Q | undefined) {
    this.#session = session;
    this.#asker = asker;
    this.#question = question;
  }

  /** The weights or the question changed. */
  refresh(): void {
    if (this.#busy) this.#again = true;
    else void this.#ask();
  }

  close(): void {
    clearTimeout(this.#rest);
    this.#busy = true;
  }

  async #ask(): Promise<void> {
    const query = this.#question();
    if (!query || !this.#session.visible) return;
    this.#busy = true;
    this.#again = false;
    const asked = performance.now();
    const answer = await this.#session.ask(this.#asker, query);
    if (answer !== undefined) this.latest = { query, answer };
    const took = performance.now() - asked;
    const rest =
      this.#session.status === 'training'
        ? Math.min(LONGEST_REST_MS, Math.max(SHORTEST_REST_MS, REST_SHARE * took))
        : 0;
    this.#rest = setTimeout(() => {
      this.#busy = false;
      if (this.#again) void this.#ask();
    }, rest);
  }
}
