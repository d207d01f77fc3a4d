import { Conversation } from './conversation.ts';
import { RunRecord } from './RunRecord.svelte.ts';
import { knobTable, speedLimit, turnKnobs } from './knobs.ts';
import { makeRecipe, recipeKnobs } from './recipes.ts';
import { notices } from './notices.ts';
import { sameTask } from './recipe.ts';
import { fetchShipped } from './shipped.ts';
import type { KnobName, Knobs } from './knobs.ts';
import type { Notice } from './notices.ts';
import type { AnswerOf, BackendChoice, Query, Report, Snapshot } from './protocol.ts';
import type { RecipeName } from './recipes.ts';
import type { SessionOptions } from './session-options.ts';
import type { ShippedWeights } from './shipped.ts';
import type { Status } from './status.ts';

/** What is lost at most when a worker dies. */
const SAVE_EVERY_MS = 3000;

/** A lab's state on the page: its knobs, what it is doing, and the conversation with the worker. Reactive. */
export class TrainingSession {
  readonly id: string;
  readonly recipeName: RecipeName;
  readonly defaults: Knobs;
  /** What is known of the run that is shown. */
  readonly record = new RunRecord();

  knobs: Knobs = $state.raw({} as Knobs);
  status: Status = $state('idle');
  /** Whose weights are shown: the shipped ones as they were shipped, or those of a run of the reader's own. */
  origin: 'shipped' | 'fresh' = $state('fresh');
  notice: Notice | undefined = $state.raw();

  readonly #talk: Conversation;
  readonly #backend: BackendChoice;
  readonly #base: string;
  readonly #fetchShipped: NonNullable<SessionOptions['shipped']>;
  #wanted: { train: boolean; until?: number | undefined } = { train: false };
  /** The step at which the last `train` command ends. */
  #stop = Infinity;
  #visible = true;
  #snapshot: Snapshot | undefined;
  #lastSave = 0;
  #shipped: ShippedWeights | undefined;
  #opened: Promise<void> | undefined;
  /** Set while the shipped result is on its way; reset, a knob or close ends the wait. */
  #opening: object | undefined;

  constructor({ id, recipe, knobs, base, connection, shipped = fetchShipped }: SessionOptions) {
    this.id = id;
    this.recipeName = recipe;
    this.defaults = recipeKnobs(recipe);
    this.knobs = turnKnobs(this.defaults, knobs);
    this.#base = base;
    this.#backend = connection.choice;
    this.#fetchShipped = shipped;
    this.#talk = new Conversation(id, connection, {
      receive: (report) => this.#receive(report),
      lost: (why) => this.#recover(why),
      gaveUp: (why) => this.#halt(`The training worker cannot be kept running (${why}).`),
      waiting: () =>
        this.#visible && !this.#opening && (['starting', 'training'].includes(this.status) || this.#talk.busy),
    });
  }

  get recipe() {
    return makeRecipe(this.recipeName, this.knobs);
  }

  /** Where the run stops by itself. */
  get lastStep(): number {
    return this.recipe.train.steps;
  }

  /** Starts the worker's side: the shipped result where the knobs stand as shipped, else initial weights. */
  open(): Promise<void> {
    return (this.#opened ??= this.#open());
  }

  /** Trains: from initial weights on a shipped result, onwards from everything else. */
  async play(): Promise<void> {
    await this.#train();
  }

  async stepOnce(): Promise<void> {
    await this.#train(1);
  }

  /** Goes on from the shipped weights instead of starting anew. */
  async continueShipped(): Promise<void> {
    await this.open();
    if (this.origin !== 'shipped') await this.showShipped();
    if (this.origin === 'shipped') this.#go();
  }

  pause(): void {
    this.#wanted = { train: false };
    if (this.status === 'training') this.#talk.send({ type: 'pause' });
  }

  /** Back to step 0 with the same seed. */
  reset(): void {
    this.#restart({ train: false });
  }

  /** Another seed, from step 0; a run that was training trains on. */
  newSeed(): void {
    const [word] = crypto.getRandomValues(new Uint32Array(1));
    this.setKnob('seed', (word ?? 0) % 1_000_000);
  }

  /** Puts the shipped result back. */
  async showShipped(): Promise<void> {
    this.knobs = { ...this.defaults, speed: this.knobs.speed };
    this.#wanted = { train: false };
    await (this.#opened = this.#open());
  }

  setKnob<K extends KnobName>(name: K, value: Knobs[K]): void {
    if (this.knobs[name] === value) return;
    this.knobs = { ...this.knobs, [name]: value };
    if (knobTable[name].restarts) this.#restart({ train: this.status === 'training' || this.#wanted.train });
    else this.#tune();
  }

  dismiss(): void {
    this.notice = undefined;
  }

  /** Out of sight, the work stops; back in sight, it goes on. */
  set visible(seen: boolean) {
    if (seen === this.#visible) return;
    this.#visible = seen;
    if (!seen && this.status === 'training') this.#talk.send({ type: 'pause' });
    // Still 'training' where the worker's answer to the pause is on its way.
    const resting = this.status === 'paused' || this.status === 'training';
    if (seen && this.#wanted.train && resting) this.#go(this.#wanted.until);
  }
  get visible(): boolean {
    return this.#visible;
  }

  /** Asks about the current weights. One question per asker is under way, the latest waiting wins; the rest get undefined. */
  ask<Q extends Query>(asker: string, query: Q): Promise<AnswerOf<Q> | undefined> {
    if (this.status === 'idle' || this.status === 'failed') return Promise.resolve(undefined);
    return this.#talk.ask(asker, query);
  }

  close(): void {
    this.#talk.end();
    this.#opened = this.#opening = undefined;
    this.status = 'idle';
  }

  async #open(): Promise<void> {
    const opening = (this.#opening = {});
    this.status = 'starting';
    try {
      this.#shipped ??= await this.#fetchShipped(this.recipeName, this.#base);
    } catch (error) {
      if (this.#opening === opening) this.notice = notices.unfetched(error);
    }
    if (this.#opening !== opening) return;
    this.#opening = undefined;
    const fits =
      this.#shipped && sameTask(this.#shipped.about.recipe, this.recipe) && this.knobs.seed === this.defaults.seed;
    this.origin = fits ? 'shipped' : 'fresh';
    if (fits) this.record.recall(this.#shipped!.about);
    else this.record.clear();
    this.#prepare(fits ? this.#shipped!.snapshot : undefined);
  }

  /** @param steps how many; without it, up to the recipe's last step, or without end beyond it. */
  async #train(steps?: number): Promise<void> {
    const opened = this.#opened;
    this.#wanted = { train: true, until: steps };
    await opened;
    // Pause, reset or close came while the shipped result was on its way.
    if (!this.#wanted.train || this.#talk.ended) return;
    if (!opened || this.origin === 'shipped' || this.status === 'failed') this.#restart({ train: true, until: steps });
    else this.#go(steps === undefined ? undefined : this.record.step + steps);
  }

  #go(until?: number): void {
    const { step } = this.record;
    this.#wanted = { train: true, until };
    if (this.status === 'starting') return;
    this.status = this.#visible ? 'training' : 'paused';
    this.origin = 'fresh';
    this.#lastSave = performance.now();
    const stop = until ?? (step < this.lastStep ? this.lastStep : undefined);
    this.#stop = stop ?? Infinity;
    if (this.#visible) this.#talk.send({ type: 'train', until: stop });
  }

  #restart(wanted: { train: boolean; until?: number | undefined }): void {
    this.#wanted = wanted;
    this.origin = 'fresh';
    this.#opened ??= Promise.resolve();
    this.#opening = undefined;
    this.notice = undefined;
    this.record.clear();
    this.#prepare();
  }

  /** A new run begins: what was asked of the old one is dropped, and so are reports of it that are still on the way. */
  #prepare(from?: Snapshot): void {
    this.status = 'starting';
    this.#snapshot = from;
    this.#talk.begin(this.recipe, from);
    this.#tune();
  }

  #tune(): void {
    if (this.status === 'idle') return;
    const { 'learning-rate': learningRate, speed } = this.knobs;
    this.#talk.send({ type: 'tune', learningRate, stepsPerSecond: speedLimit[speed] });
  }

  #receive(report: Report): void {
    switch (report.type) {
      case 'ready':
        if (!this.record.backend) this.notice ??= notices.slower(report.backend, this.#backend);
        this.record.ready(report);
        this.status = this.origin === 'shipped' ? 'shipped' : report.step > 0 ? 'paused' : 'ready';
        if (this.#wanted.train) this.#go(this.#wanted.until);
        break;
      case 'progress':
        this.record.progress(report);
        if (performance.now() - this.#lastSave > SAVE_EVERY_MS) {
          this.#lastSave = performance.now();
          this.#talk.send({ type: 'save' });
        }
        break;
      case 'paused':
        this.record.moved(report.step, report.heldOut);
        if (!this.#overtaken(report)) {
          if (report.reason === 'reached') this.#wanted = { train: false };
          this.status = report.reason === 'reached' && report.step >= this.lastStep ? 'finished' : 'paused';
        }
        this.#talk.send({ type: 'save' });
        break;
      case 'working':
        break;
      case 'saved':
        this.#snapshot = report;
        this.record.hash = report.hash;
        break;
      case 'answer':
        if ('integral' in report.answer) this.record.metrics = report.answer;
        this.#talk.answer(report.id, report.answer);
        break;
      case 'failed':
        this.#fail(report);
    }
  }

  /** Whether a `train` command was sent after the stop that is reported: the two crossed, and training goes on. */
  #overtaken({ reason, step }: Extract<Report, { type: 'paused' }>): boolean {
    return reason === 'asked' ? this.#wanted.train && this.#visible : step < this.#stop;
  }

  #fail({ id, reason, message, step }: Extract<Report, { type: 'failed' }>): void {
    if (id !== undefined) {
      // One question could not be answered; the run itself goes on.
      this.#talk.answer(id, undefined);
    } else if (reason === 'weights') {
      this.#shipped = undefined;
      this.#restart(this.#wanted);
      this.notice = notices.refused(message);
    } else if (reason === 'nan') {
      this.#wanted = { train: false };
      this.status = 'paused';
      this.record.cut(step);
      this.record.moved(step);
      const rate = this.knobs['learning-rate'];
      const lower = Math.min(rate / 10, this.defaults['learning-rate']);
      this.notice = notices.diverged(message, step, rate, lower, () => {
        this.dismiss();
        this.setKnob('learning-rate', lower);
        this.#go();
      });
    } else {
      this.#halt(message);
    }
  }

  #halt(message: string): void {
    this.#talk.drop();
    this.#wanted = { train: false };
    this.status = 'failed';
    this.notice = notices.halted(message);
  }

  /** The worker died: go on from the last snapshot in the new one, and say so. */
  #recover(why: string): void {
    // Nothing was prepared in it: not opened yet, or the shipped result is still on its way.
    if (this.status === 'idle' || this.#opening) return;
    const from = this.#snapshot;
    this.#wanted = { train: this.status === 'training' || this.#wanted.train, until: this.#wanted.until };
    this.record.cut(from?.step ?? 0);
    this.#prepare(from);
    this.notice = notices.lost(why, this.record.step);
  }
}
