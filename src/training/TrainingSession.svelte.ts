import { LatestWins } from './latest-wins.ts';
import { RunRecord } from './RunRecord.svelte.ts';
import { knobTable, speedLimit } from './knobs.ts';
import { makeRecipe, recipeKnobs } from './recipes.ts';
import { notices } from './notices.ts';
import { sameTask } from './recipe.ts';
import { fetchShipped } from './shipped.ts';
import type { Connection } from './connection.ts';
import type { KnobName, Knobs } from './knobs.ts';
import type { Notice } from './notices.ts';
import type { AnswerOf, Body, Command, Query, Report, Snapshot } from './protocol.ts';
import type { RecipeName } from './recipes.ts';
import type { ShippedWeights } from './shipped.ts';
import type { Status } from './status.ts';

export type SessionOptions = {
  id: string;
  recipe: RecipeName;
  knobs?: Partial<Knobs>;
  /** The site's base path, below which `weights/` stands. */
  base: string;
  connection: Connection;
  /** Loads the shipped result; a test hands in its own. */
  shipped?: (name: RecipeName, base: string) => Promise<ShippedWeights | undefined>;
};

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

  readonly #connection: Connection;
  readonly #base: string;
  readonly #fetchShipped: NonNullable<SessionOptions['shipped']>;
  readonly #asks = new LatestWins<Query, unknown>((id, query) => this.#send({ type: 'ask', id, query }));
  #run = 0;
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
  #closed = false;

  constructor({ id, recipe, knobs, base, connection, shipped = fetchShipped }: SessionOptions) {
    this.id = id;
    this.recipeName = recipe;
    this.defaults = recipeKnobs(recipe);
    this.knobs = { ...this.defaults, ...knobs };
    this.#base = base;
    this.#connection = connection;
    this.#fetchShipped = shipped;
    connection.join(id, {
      receive: (report) => this.#receive(report),
      lost: (why) => this.#recover(why),
      gaveUp: (why) => this.#halt(`The training worker cannot be kept running (${why}).`),
      waiting: () =>
        this.#visible &&
        !this.#opening &&
        (this.status === 'starting' || this.status === 'training' || this.#asks.busy),
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
    if (this.status === 'training') this.#send({ type: 'pause' });
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
    if (!seen && this.status === 'training') this.#send({ type: 'pause' });
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
    return this.#asks.ask(asker, query) as Promise<AnswerOf<Q> | undefined>;
  }

  close(): void {
    if (this.status !== 'idle') this.#send({ type: 'close' });
    this.#closed = true;
    this.#asks.drop();
    this.#connection.leave(this.id);
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
    if (!this.#wanted.train || this.#closed) return;
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
    if (this.#visible) this.#send({ type: 'train', until: stop });
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
    this.#run += 1;
    this.#asks.drop();
    this.status = 'starting';
    this.#snapshot = from;
    // The worker gets a copy: the page keeps the snapshot for another time.
    const copy = from && { ...from, weights: from.weights.slice(0), optimiser: from.optimiser?.slice(0) };
    this.#send({ type: 'prepare', recipe: this.recipe, from: copy });
    this.#tune();
  }

  #tune(): void {
    if (this.status === 'idle') return;
    const { 'learning-rate': learningRate, speed } = this.knobs;
    this.#send({ type: 'tune', learningRate, stepsPerSecond: speedLimit[speed] });
  }

  #receive(report: Report): void {
    if (report.run !== this.#run) return;
    switch (report.type) {
      case 'ready':
        if (!this.record.backend) this.notice ??= notices.slower(report.backend, this.#connection.choice);
        this.record.ready(report);
        this.status = this.origin === 'shipped' ? 'shipped' : report.step > 0 ? 'paused' : 'ready';
        if (this.#wanted.train) this.#go(this.#wanted.until);
        break;
      case 'progress':
        this.record.progress(report);
        if (performance.now() - this.#lastSave > SAVE_EVERY_MS) {
          this.#lastSave = performance.now();
          this.#send({ type: 'save' });
        }
        break;
      case 'paused':
        this.record.moved(report.step, report.heldOut);
        if (!this.#overtaken(report)) {
          if (report.reason === 'reached') this.#wanted = { train: false };
          this.status = report.reason === 'reached' && report.step >= this.lastStep ? 'finished' : 'paused';
        }
        this.#send({ type: 'save' });
        break;
      case 'working':
        break;
      case 'saved':
        this.#snapshot = report;
        this.record.hash = report.hash;
        break;
      case 'answer':
        if ('integral' in report.answer) this.record.metrics = report.answer;
        this.#asks.answer(report.id, report.answer);
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
      this.#asks.answer(id, undefined);
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
    this.#asks.drop();
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

  #send(command: Body<Command>): void {
    if (this.#closed) return;
    const from = command.type === 'prepare' ? command.from : undefined;
    const transfer = [from?.weights, from?.optimiser].filter((buffer) => buffer !== undefined);
    this.#connection.send({ ...command, session: this.id, run: this.#run } as Command, transfer);
  }
}
