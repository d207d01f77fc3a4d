/** A part of a plane: what a view shows. */
export type Window = { x: [number, number]; y: [number, number] };

/** Maps a window to a square of `size` units whose y points down, as on a screen. */
export type PlaneScale = {
  size: number;
  /** Screen units per unit of the plane: the same in both directions. */
  unit: number;
  toScreen(x: number, y: number): [number, number];
  toPlane(px: number, py: number): [number, number];
};

export function planeScale(window: Window, size: number): PlaneScale {
  const [left, right] = window.x;
  const [bottom, top] = window.y;
  const unit = size / (right - left);
  return {
    size,
    unit,
    toScreen: (x, y) => [(x - left) * unit, (top - y) * unit],
    toPlane: (px, py) => [left + px / unit, top - (py * (top - bottom)) / size],
  };
}

/** The smallest square window around a box: one unit is as long across as it is upwards. */
export function squareWindow({ x, y }: Window): Window {
  const half = Math.max(x[1] - x[0], y[1] - y[0]) / 2;
  const [cx, cy] = [(x[0] + x[1]) / 2, (y[0] + y[1]) / 2];
  return { x: [cx - half, cx + half], y: [cy - half, cy + half] };
}

/** The base z ~ N(0, I) lives here: all but 1 in 1,000 of its mass. */
export const baseWindow: Window = { x: [-3.7, 3.7], y: [-3.7, 3.7] };

/** At most `count` + 1 round numbers inside [low, high], 1, 2 or 5 times a power of ten apart. */
export function ticks([low, high]: readonly [number, number], count: number): number[] {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10) * power;
  const first = Math.ceil(low / step);
  const last = Math.floor(high / step);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}
