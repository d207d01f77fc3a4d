/**
 * Shares the worker's one thread: training goes on in slices; between slices the views' questions get their turn.
 *
 * A job is a generator that yields wherever it may be interrupted. While anything trains, the questions together get at
 * most the share VIEW_SHARE of the time, so that pictures cannot starve the training that they show.
 */
export type Job = Iterator<void, void>;

const SLICE_MS = 24;
const VIEW_SHARE = 0.35;

export class Scheduler {
  readonly #trainers: (() => Promise<boolean>)[] = [];
  readonly #jobs: Job[] = [];
  readonly #now: () => number;
  readonly #breathe: () => Promise<void>;
  #running = false;
  /** Milliseconds of view work that training time has not yet paid for. */
  #debt = 0;

  constructor(now: () => number, breathe: () => Promise<void>) {
    this.#now = now;
    this.#breathe = breathe;
  }

  /** `step` does one training step and says whether there is another; it is dropped when it says no. */
  train(step: () => Promise<boolean>): void {
    if (!this.#trainers.includes(step)) this.#trainers.push(step);
    void this.#run();
  }

  add(job: Job): void {
    this.#jobs.push(job);
    void this.#run();
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    while (this.#trainers.length > 0 || this.#jobs.length > 0) {
      const trainer = this.#trainers.shift();
      if (trainer) await this.#trainFor(trainer);
      if (!trainer || this.#debt <= 0) this.#answerFor(trainer ? SLICE_MS : 2 * SLICE_MS);
      // Commands that arrived meanwhile (pause, ask, reset) are heard here.
      await this.#breathe();
    }
    this.#debt = 0;
    this.#running = false;
  }

  async #trainFor(step: () => Promise<boolean>): Promise<void> {
    const start = this.#now();
    let more = true;
    while (more && this.#now() - start < SLICE_MS) more = await step();
    this.#debt -= ((this.#now() - start) * VIEW_SHARE) / (1 - VIEW_SHARE);
    this.#debt = Math.max(this.#debt, -SLICE_MS);
    if (more) this.#trainers.push(step);
  }

  #answerFor(budget: number): void {
    const start = this.#now();
    while (this.#jobs.length > 0 && this.#now() - start < budget) {
      const job = this.#jobs.shift()!;
      // Round robin: a long measurement yields to the next question after each of its parts.
      if (!job.next().done) this.#jobs.push(job);
    }
    this.#debt += this.#now() - start;
  }
}
