import { LossHistory } from './loss-history.ts';
import type { HeldOut, LayerInfo, Metrics, Report } from './protocol.ts';
import type { Shipped } from './shipped.ts';

type Of<T extends Report['type']> = Extract<Report, { type: T }>;

/** What is known of the run that a lab shows: where it stands, how it got there, how good it is. Reactive. */
export class RunRecord {
  step = $state(0);
  stepsPerSecond = $state(0);
  backend = $state('');
  /** Why it is not fused. */
  obstacle = $state<string>();
  layers: LayerInfo[] = $state.raw([]);
  parameters = $state(0);
  /** SHA-256 of the weights when they were last saved: at the start, every few seconds, and at every pause. */
  hash = $state('');
  heldOut: HeldOut | undefined = $state.raw();
  heldOutHistory: HeldOut[] = $state.raw([]);
  losses: { steps: number[]; values: number[] } = $state.raw({ steps: [], values: [] });
  metrics: Metrics | undefined = $state.raw();
  /** Rises whenever the weights changed: what views watch to ask again. */
  version = $state(0);
  #history = new LossHistory();

  /** A new run begins at step 0. */
  clear(): void {
    this.#show(0, new LossHistory(), []);
  }

  /** A shipped result is shown, with the history it came with. */
  recall({ step, history, heldOut, metrics }: Shipped): void {
    this.#show(step, LossHistory.from(history.steps, history.losses), history.heldOut);
    this.heldOut = heldOut;
    this.metrics = metrics;
  }

  /** The run goes on from an earlier step: what came after it will be taken again. */
  cut(step: number): void {
    this.#history.cut(step);
    this.#show(
      step,
      this.#history,
      this.heldOutHistory.filter((score) => score.step <= step),
    );
  }

  ready({ backend, obstacle, layers, parameters, hash, step, heldOut }: Of<'ready'>): void {
    this.backend = backend;
    this.obstacle = obstacle;
    this.layers = layers;
    this.parameters = parameters;
    this.hash = hash;
    this.moved(step, heldOut);
  }

  progress({ step, losses, stepsPerSecond, heldOut }: Of<'progress'>): void {
    this.stepsPerSecond = stepsPerSecond;
    this.#history.push(step, losses);
    this.losses = this.#history.series();
    this.moved(step, heldOut);
  }

  /** The weights are those of another step now. */
  moved(step: number, heldOut?: HeldOut): void {
    this.step = step;
    this.version += 1;
    if (!heldOut) return;
    this.heldOut = heldOut;
    this.heldOutHistory = [...this.heldOutHistory.filter((score) => score.step < heldOut.step), heldOut];
  }

  #show(step: number, history: LossHistory, heldOutHistory: HeldOut[]): void {
    this.step = step;
    this.stepsPerSecond = 0;
    this.#history = history;
    this.losses = history.series();
    this.heldOutHistory = heldOutHistory;
    this.heldOut = heldOutHistory.at(-1);
    this.metrics = undefined;
  }
}
