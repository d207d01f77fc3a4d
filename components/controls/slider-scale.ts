/** What a slider runs over. */
export type Range = { min: number; max: number; step: number; scale: 'linear' | 'log' };

// A log slider has no step of its own: 100 positions are fine enough for two significant digits over a few decades.
const logPositions = 100;

/** What the range input counts: the values themselves, or whole positions on a log scale. */
export function track({ min, max, step, scale }: Range): { min: number; max: number; step: number } {
  return scale === 'log' ? { min: 0, max: logPositions, step: 1 } : { min, max, step };
}

/** The value at a position: on the grid of steps, or with two significant digits on a log scale. */
export function fromPosition(position: number, range: Range): number {
  const { min, max, scale } = range;
  return snap(scale === 'log' ? min * (max / min) ** (position / logPositions) : position, range);
}

/** The position nearest to a value. */
export function toPosition(value: number, range: Range): number {
  const { min, max, scale } = range;
  const inside = Math.min(max, Math.max(min, value));
  return scale === 'log' ? Math.round((logPositions * Math.log(inside / min)) / Math.log(max / min)) : inside;
}

/** The nearest value that the slider can show. */
export function snap(value: number, { min, max, step, scale }: Range): number {
  const inside = Math.min(max, Math.max(min, value));
  if (scale === 'log') return inside === min || inside === max ? inside : Number(inside.toPrecision(2));
  // 12 digits keep 0.1 + 0.2 from showing as 0.30000000000000004.
  return Math.min(max, Number((min + Math.round((inside - min) / step) * step).toPrecision(12)));
}
