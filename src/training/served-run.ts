import { TrainingDiverged } from '#flows';
import { answer } from './answers.ts';
import { Rate } from './rate.ts';
import type { Answers, Body, FailureReason, HeldOut, Query, Report } from './protocol.ts';
import type { Run } from './run.ts';

/** Between held-out scores while training, between progress reports (at most 20 a second), and between signs of life. */
const SCORE_EVERY_STEPS = 25;
const REPORT_EVERY_MS = 50;
const SIGN_EVERY_MS = 1000;

export type Reporter = (body: Body<Report>, transfer?: Transferable[]) => void;

/** One session's run in the worker: trains in turns, answers questions, and reports both. Whatever fails is reported too. */
export class ServedRun {
  readonly #run: Run;
  readonly #report: Reporter;
  readonly #now: () => number;
  readonly #rate = new Rate();
  readonly #losses: number[] = [];
  #training = false;
  #closed = false;
  #until = Infinity;
  #stepsPerSecond = Infinity;
  #lastReport = 0;

  constructor(run: Run, report: Reporter, now: () => number) {
    this.#run = run;
    this.#report = report;
    this.#now = now;
  }

  ready(): void {
    const { step, layers, parameters, engine } = this.#run;
    this.#report({
      type: 'ready',
      step,
      backend: engine.name,
      ...(engine.obstacle !== undefined && { obstacle: engine.obstacle }),
      layers,
      parameters,
      heldOut: this.#run.score(),
      hash: this.#run.hash(),
    });
  }

  /** From now on `advance` takes steps; it stops by itself after step `until`. */
  train(until = Infinity): void {
    this.#until = until;
    this.#training = true;
    this.#rate.start(this.#now());
  }

  pause(): void {
    if (this.#training) this.#stop('asked');
  }

  tune(learningRate = this.#run.learningRate, stepsPerSecond = this.#stepsPerSecond): void {
    this.#run.learningRate = learningRate;
    this.#stepsPerSecond = stepsPerSecond;
  }

  save(): void {
    const { step, weights, optimiser, hash } = this.#run.save();
    this.#report({ type: 'saved', step, weights, optimiser, hash }, [weights, optimiser]);
  }

  close(): void {
    this.#closed = true;
    this.#run.dispose();
  }

  /** The scheduler's turn: one step, if one is due. @returns whether there is another. */
  readonly advance = async (): Promise<boolean> => {
    if (!this.#training || this.#closed) return false;
    if (!this.#rate.due(this.#now(), this.#stepsPerSecond)) {
      await pauseFor(4);
      return true;
    }
    try {
      this.#losses.push(await this.#run.next());
      this.#rate.took(this.#now());
      const { step } = this.#run;
      const scored = step % SCORE_EVERY_STEPS === 0;
      if (scored || this.#now() - this.#lastReport > REPORT_EVERY_MS) {
        this.#progress(scored ? this.#run.score() : undefined);
      }
      if (step < this.#until) return true;
      this.#stop('reached');
    } catch (error) {
      this.#training = false;
      this.#losses.length = 0;
      this.fail(error instanceof TrainingDiverged ? 'nan' : 'bug', error);
    }
    return false;
  };

  /** A question's job; it ends early when the run is over. */
  *reply(id: number, query: Query): Generator<void, void> {
    if (this.#closed) return;
    const { step, flow, recipe, kernels } = this.#run;
    let signed = this.#now();
    try {
      const work = answer(query, { flow, recipe, step, kernels });
      this.#run.enter();
      let state = work.next();
      while (!state.done) {
        if (this.#now() - signed > SIGN_EVERY_MS) {
          signed = this.#now();
          this.#report({ type: 'working', id });
        }
        yield;
        if (this.#closed) return void work.return(undefined as never);
        this.#run.enter();
        state = work.next();
      }
      this.#report({ type: 'answer', id, step, answer: state.value }, buffersOf(state.value));
    } catch (error) {
      this.fail('bug', error, id);
    }
  }

  /** @param id the question that failed; without it, the run itself did. */
  fail(reason: FailureReason, error: unknown, id?: number): void {
    this.#report(failure(reason, this.#run.step, error, id));
  }

  #progress(heldOut?: HeldOut): void {
    const losses = Float32Array.from(this.#losses.splice(0));
    this.#lastReport = this.#now();
    const stepsPerSecond = this.#rate.perSecond(this.#lastReport);
    const { step } = this.#run;
    this.#report({ type: 'progress', step, losses, stepsPerSecond, ...(heldOut && { heldOut }) }, [losses.buffer]);
  }

  #stop(reason: 'asked' | 'reached'): void {
    if (this.#losses.length > 0) this.#progress();
    this.#training = false;
    this.#report({ type: 'paused', step: this.#run.step, reason, heldOut: this.#run.score() });
  }
}

/** The report of something that went wrong. */
export function failure(reason: FailureReason, step: number, error: unknown, id?: number): Body<Report> {
  const message = error instanceof Error ? error.message : String(error);
  return { type: 'failed', reason, step, message, ...(id !== undefined && { id }) };
}

function buffersOf(answer: Answers[keyof Answers]): ArrayBuffer[] {
  const arrays = Object.values(answer)
    .flat()
    .filter((value): value is Float32Array => value instanceof Float32Array);
  return [...new Set(arrays.map((array) => array.buffer as ArrayBuffer))];
}

const pauseFor = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
