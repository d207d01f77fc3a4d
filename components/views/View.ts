import type { Palette, PlaneScale, Window } from '#plotting';
import type { AnswerOf, HeldOut, Probe, Query } from '#training';

/** What a view may know of where it stands. Everything is reactive: what `ask` and `draw` read makes them run again. */
export interface StageView {
  /** The shared depth: 0 shows the base, `depths` the data. */
  readonly depth: number;
  readonly depths: number;
  /** The part of the plane at this depth that every plane view shows. */
  readonly window: Window;
  readonly scale: PlaneScale;
  readonly palette: Palette;
  /** Weights are changing: a coarse answer soon is better than a fine one late. */
  readonly moving: boolean;
  /** Draws of the true distribution, and the largest value of its exact log density, where known. */
  readonly data: Float32Array | undefined;
  readonly logTop: number | undefined;
  readonly showTruth: boolean;
  readonly truth: Path2D | undefined;
  readonly probe: Probe | undefined;
  readonly history: RunHistory;
}

/** What the loss view draws, straight from the session. */
export type RunHistory = {
  losses: { steps: readonly number[]; values: readonly number[] };
  heldOut: readonly HeldOut[];
  lastStep: number;
  /** Whether the poster still shows this very history. */
  shipped: boolean;
};

/** A picture of the current weights: what it asks of the worker, how it draws the answer and how it reads it aloud. */
export interface View<Q extends Query | undefined, T extends CanvasRenderingContext2D | HTMLElement> {
  readonly name: string;
  readonly title: string;
  ask(stage: StageView): Q;
  /** Returns false where there is nothing to show yet: the poster stays. */
  draw(target: T, answer: AnswerTo<Q>, stage: StageView, asked: Q): boolean | Promise<boolean>;
  describe(answer: AnswerTo<Q>, stage: StageView): string;
}
export type AnswerTo<Q> = Q extends Query ? AnswerOf<Q> : undefined;

/** A view of a plane, on a canvas; the stage gives it axes, pointer and keyboard. */
export type PlaneView<Q extends Query> = View<Q, CanvasRenderingContext2D> & { readonly surface: 'plane' };
/** A view with axes of its own, in an element. It asks nothing and draws what the session tells. */
export type ElementView = View<undefined, HTMLElement> & { readonly surface: 'element' };
