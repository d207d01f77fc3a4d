import { baseWindow, crest, logDetReach, planeScale, squareWindow } from '#plotting';
import { planeSpec } from '#training';
import { depthOf } from './depth.svelte.ts';
import { Feed } from './Feed.svelte.ts';
import { truthPath } from './truth.ts';
import type { Grid } from '#numerics';
import type { Palette, PlaneScale, Window } from '#plotting';
import type { AnswerOf, Probe, Query, TrainingSession } from '#training';
import type { RunHistory, StageView } from '../views/index.ts';
import type { SharedDepth } from './depth.svelte.ts';
import type { Planes } from './lab-data.ts';

/** Where the reader points: a point of z or of x, which is followed while the weights change. */
export type Pointed = { from: 'z' | 'x'; point: [number, number] };

type ProbeQuery = { kind: 'probe'; from: 'z' | 'x'; point: [number, number] };
type DataQuery = { kind: 'data'; n: number; seed: number };
type ExactQuery = { kind: 'exact-density'; grid: Grid };

const exactCells = 128;
/** One press of an arrow key moves the point by this share of the window. */
const nudgeShare = 1 / 40;

/** What the views of one lab share: depth, window, size, colours, the data, the truth and the reader's probe. */
export class StageState implements StageView {
  readonly session: TrainingSession;
  readonly #planes: Planes;
  readonly #depth: SharedDepth;
  readonly #data: Feed<DataQuery>;
  readonly #exact: Feed<ExactQuery>;
  readonly #probe: Feed<ProbeQuery>;

  palette: Palette;
  /** Side of a plane's square, in CSS pixels. */
  size = $state(1);
  showTruth = $state(false);
  truth: Path2D | undefined = $state.raw();
  pointed: Pointed | undefined = $state.raw();
  /** Points of z that some view follows through the layers: what a pointer between base and data can be matched with. */
  followed: AnswerOf<Extract<Query, { kind: 'trace' }>> | undefined = $state.raw();
  readonly scale: PlaneScale = $derived.by(() => planeScale(this.window, this.size));

  constructor(session: TrainingSession, planes: Planes, palette: Palette) {
    this.session = session;
    this.#planes = planes;
    this.#depth = depthOf(session);
    this.palette = $state.raw(palette);
    this.#data = new Feed(session, 'stage-data', () => ({ kind: 'data', n: 1500, seed: 1 }));
    this.#exact = new Feed(session, 'stage-exact', () => ({
      kind: 'exact-density',
      grid: { ...this.dataWindow, columns: exactCells, rows: exactCells },
    }));
    this.#probe = new Feed(session, 'stage-probe', () => this.pointed && { kind: 'probe', ...this.pointed });
    // The data and its density change with the data set only; asked when a run is there to answer.
    $effect(() => {
      if (this.ready && this.session.recipe.data.name) {
        this.#data.refresh();
        this.#exact.refresh();
      }
    });
    $effect(() => {
      if (this.ready && this.pointed && this.session.record.version >= 0) this.#probe.refresh();
    });
    $effect(() => {
      if (this.showTruth) void this.#outline();
    });
    $effect(() => () => [this.#data, this.#exact, this.#probe].forEach((feed) => feed.close()));
  }

  /** Whether there are weights to ask about. */
  get ready(): boolean {
    return !['idle', 'starting', 'failed'].includes(this.session.status);
  }
  get moving(): boolean {
    return this.session.status === 'training';
  }
  get depth(): number {
    return this.#depth.value;
  }
  get depths(): number {
    return this.#depth.depths;
  }
  get dataWindow(): Window {
    return squareWindow(this.#planes[planeSpec(this.session.recipe.data).name].box);
  }
  /** Layers before the last one see data of about unit spread, as the base has. */
  get window(): Window {
    return this.depth === this.depths ? this.dataWindow : baseWindow;
  }
  get data(): Float32Array | undefined {
    return this.#data.latest?.answer.points;
  }
  get logTop(): number | undefined {
    const exact = this.#exact.latest?.answer.logDensity;
    return exact ? crest(exact) : undefined;
  }
  get probe(): Probe | undefined {
    return this.pointed && this.#probe.latest?.answer;
  }
  get history(): RunHistory {
    const { lastStep, origin, status } = this.session;
    const { losses, heldOutHistory } = this.session.record;
    return { losses, heldOut: heldOutHistory, lastStep, shipped: origin === 'shipped' && status !== 'training' };
  }

  /** The reach of the diverging scale; one for all depths. */
  get reach(): number | undefined {
    const last = this.followed?.logDet[this.depths];
    return last && logDetReach(last);
  }

  /** The reader points at a place in the plane that is shown. */
  pointAt(place: [number, number]): void {
    if (this.depth === this.depths) this.pointed = { from: 'x', point: place };
    else if (this.depth === 0) this.pointed = { from: 'z', point: place };
    else this.pointed = this.#nearest(place) ?? this.pointed;
  }

  /** Moves the point by some steps across and upwards; it starts in the middle of the window. */
  nudge([across, up]: [number, number], steps: number): void {
    const { x, y } = this.window;
    const at = this.probe?.path.subarray(2 * this.depth, 2 * this.depth + 2);
    const step = steps * nudgeShare * (x[1] - x[0]);
    const from = at?.length === 2 ? at : [(x[0] + x[1]) / 2, (y[0] + y[1]) / 2];
    this.pointAt([(from[0] ?? 0) + across * step, (from[1] ?? 0) + up * step]);
  }

  /** Between base and data only followed points are known: the z of the one whose image is nearest. */
  #nearest([x, y]: [number, number]): Pointed | undefined {
    const [base, here] = [this.followed?.points[0], this.followed?.points[this.depth]];
    if (!base || !here) return undefined;
    let best = 0;
    let least = Infinity;
    for (let i = 0; i < here.length; i += 2) {
      const distance = ((here[i] ?? NaN) - x) ** 2 + ((here[i + 1] ?? NaN) - y) ** 2;
      if (distance < least) [best, least] = [i, distance];
    }
    return { from: 'z', point: [base[best] ?? 0, base[best + 1] ?? 0] };
  }

  async #outline(): Promise<void> {
    const exact = this.#exact.latest;
    if (exact?.answer.logDensity) this.truth = await truthPath(exact.answer.logDensity, exact.query.grid);
  }
}
