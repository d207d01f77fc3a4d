import * as tf from '#tf';
import {
  adam,
  buildFlow,
  describeLayers,
  disposeFlow,
  fuse,
  loadWeights,
  minimise,
  parameterCount,
  saveWeights,
  weightsHash,
} from '#flows';
import { rng } from '#numerics';
import { enter } from './backend.ts';
import { packAdam, unpackAdam } from './snapshot.ts';
import { rateAt } from './schedule.ts';
import { taskOf } from './task.ts';
import type { Digits } from '#datasets';
import type { Adam, FitStep } from '#flows';
import type { Kernels } from '#kernels';
import type { Engine } from './backend.ts';
import type { HeldOut, LayerInfo, Snapshot } from './protocol.ts';
import type { Recipe } from './recipe.ts';
import type { Task } from './task.ts';
import type { TrainableFlow } from './trainable-flow.ts';

export type RunOptions = {
  /** Where it starts; by default at the recipe's initial weights. */
  from?: Snapshot | undefined;
  /** From `loadData`, where the recipe learns them. */
  digits?: Digits | undefined;
};

/**
 * One training run, the same in the page's worker and in Node: recipe, seed and engine decide every number.
 *
 * The batch of a step depends on seed and step alone, so a run resumed from a snapshot takes the very steps that it
 * would have taken, bit for bit.
 */
export class Run {
  readonly recipe: Recipe;
  readonly flow: TrainableFlow;
  readonly engine: Engine;
  learningRate: number;
  readonly #task: Task;
  readonly #optimiser: Adam;
  #steps: AsyncGenerator<FitStep, void, undefined>;

  /**
   * @param engine from a `Backend`: what is to be computed on. Several runs, each on its own, may take turns.
   * @throws RangeError if the snapshot's weights do not fit the recipe's flow or differ from their hash, or objective and data do
   *         not go together.
   */
  constructor(recipe: Recipe, engine: Engine, { from, digits }: RunOptions = {}) {
    this.recipe = recipe;
    this.engine = engine;
    this.learningRate = recipe.train.learningRate;
    this.#task = taskOf(recipe, digits);
    this.enter();
    const { kernels } = engine;
    const flow = buildFlow(recipe.flow, rng(recipe.seed, 'weights'));
    this.flow = kernels ? fuse(flow, kernels) : flow;
    this.#optimiser = adam({ size: parameterCount(flow.parameters), kernels });
    try {
      if (from) this.restore(from);
      else this.#initialise();
    } catch (error) {
      disposeFlow(this.flow);
      throw error;
    }
    this.#steps = this.#fit();
  }

  get kernels(): Kernels | undefined {
    return this.engine.kernels;
  }

  get step(): number {
    return this.#optimiser.step;
  }

  get parameters(): number {
    return parameterCount(this.flow.parameters);
  }

  get layers(): LayerInfo[] {
    return describeLayers(this.flow);
  }

  /** To be called before its flow is asked anything: another run may have computed elsewhere meanwhile. */
  enter(): void {
    enter(this.engine);
  }

  /**
   * One update. @returns the loss before it, nats.
   * @throws TrainingDiverged; the last good weights are back in place, and the run can go on with a lower learning rate.
   */
  async next(): Promise<number> {
    this.enter();
    try {
      const { value } = await this.#steps.next();
      return value!.loss;
    } catch (error) {
      this.#steps = this.#fit();
      throw error;
    }
  }

  score(): HeldOut {
    this.enter();
    return this.#task.score(this.flow, this.step);
  }

  /** The result's score: on points that had no say in when to stop. */
  finalScore(): HeldOut {
    this.enter();
    return (this.#task.finalScore ?? this.#task.score)(this.flow, this.step);
  }

  /** Goes back, or on, to a snapshot. @throws RangeError if its weights do not fit or differ from their hash. */
  restore({ step, weights, optimiser, hash }: Snapshot): void {
    if (hash !== undefined && weightsHash(weights) !== hash) {
      throw new RangeError('the file is not the one that was published (its SHA-256 differs).');
    }
    this.enter();
    loadWeights(this.flow, weights);
    this.#optimiser.restore(unpackAdam(this.parameters, step, optimiser));
    this.#steps = this.#fit();
  }

  hash(): string {
    return weightsHash(saveWeights(this.flow));
  }

  save(): Required<Snapshot> {
    const weights = saveWeights(this.flow);
    return { step: this.step, weights, optimiser: packAdam(this.#optimiser), hash: weightsHash(weights) };
  }

  dispose(): void {
    disposeFlow(this.flow);
  }

  #fit(): AsyncGenerator<FitStep, void, undefined> {
    const { clipNorm, schedule, steps } = this.recipe.train;
    return minimise(this.flow, this.#task.objective, {
      clipNorm,
      learningRate: (step) => this.learningRate * rateAt(schedule, step, steps),
      optimiser: this.#optimiser,
    });
  }

  #initialise(): void {
    const { firstBatch } = this.#task;
    if (firstBatch) tf.tidy(() => void this.flow.bijection.initialise?.(firstBatch()));
  }
}
