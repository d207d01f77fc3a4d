import { baseSample } from './base-sample.ts';
import { ledger, type Ledger } from './ledger.ts';
import { maps, type MapName, type PlaneMap } from './maps.ts';
import { apply, det, differenceJacobian, signedArea, type Point } from './matrix2.ts';
import { preimage } from './preimage.ts';
import { EXTENT, closedPath, dots, squareEdge, warpedCells, warpedCircles, warpedLines } from './warp.ts';

const SAMPLES = baseSample(180, 3);

/** What the lens shows: a map with its knobs, a small square at z, and everything that follows from them. */
export class LensState {
  name = $state<MapName>('wave');
  knobs = $state<number[]>([]);
  z = $state.raw<Point>([1, 0.6]);
  side = $state(0.6);
  /** Said when a drag asks for a point of the data plane that no z nearby reaches. */
  outside = $state(false);

  readonly map: PlaneMap = $derived(maps[this.name]);
  readonly at: Ledger = $derived(ledger(this.map, this.knobs, this.z));
  readonly measuredDet: number = $derived(det(differenceJacobian((z) => this.map.forward(z, this.knobs), this.z)));
  readonly cells = $derived(warpedCells(this.map, this.knobs));
  readonly lines: string = $derived(warpedLines(this.map, this.knobs));
  readonly circles: string = $derived(warpedCircles(this.map, this.knobs));
  readonly samples: string = $derived(dots(SAMPLES.map((z) => this.map.forward(z, this.knobs))));

  readonly #image: Point[] = $derived(squareEdge(this.z, this.side).map((z) => this.map.forward(z, this.knobs)));
  readonly square: string = $derived(closedPath(squareEdge(this.z, this.side, 1)));
  readonly image: string = $derived(closedPath(this.#image));
  /** Signed area of the curved image over that of the square: it tends to det J as the side shrinks. */
  readonly areaRatio: number = $derived(signedArea(this.#image) / this.side ** 2);
  /** The square's image if the map were straight: J's parallelogram round x. */
  readonly corners: Point[] = $derived(
    squareEdge([0, 0], this.side, 1).map((corner): Point => {
      const [dx, dy] = apply(this.at.jacobian, corner);
      return [this.at.x[0] + dx, this.at.x[1] + dy];
    }),
  );
  readonly baseCorners: Point[] = $derived(squareEdge(this.z, this.side, 1));

  constructor(name: MapName, side: number) {
    this.side = side;
    this.choose(name);
  }

  choose(name: MapName) {
    this.name = name;
    this.knobs = maps[name].knobs.map((knob) => knob.start);
    this.outside = false;
  }

  moveBase([u, v]: Point) {
    const within = (value: number) => Math.min(EXTENT, Math.max(-EXTENT, value));
    this.z = [within(u), within(v)];
    this.outside = false;
  }

  moveData(x: Point) {
    const z = preimage(this.map, this.knobs, x, this.z);
    const reached = z !== undefined && z.every((value) => Math.abs(value) <= EXTENT);
    if (reached) this.z = z;
    this.outside = !reached;
  }
}

/** SVG path data of the map that changes nothing: the base plane's own grid, contours and samples. */
export const basePlane = {
  lines: warpedLines(maps.stretch, [0, 0], 1),
  circles: warpedCircles(maps.stretch, [0, 0]),
  samples: dots(SAMPLES),
};
