import type { LayerSpec } from '#flows';
import type { Context, Result } from './reference.ts';

type Continuous = Extract<LayerSpec, { kind: 'continuous' }>;
type Slope = { v: number[]; trace: number };
/** The state after a step of length h, and what the step adds to the log-det, from the slope at (y, t). */
type Method = (slope: (y: number[], t: number) => Slope, y: number[], t: number, h: number, tools: Tools) => Result;
type Tools = {
  /** y + Σ cᵢ·vᵢ */
  moved: (y: number[], ...terms: [number, Slope][]) => number[];
  traces: (...terms: [number, Slope][]) => number;
};

/** The methods as they are written in textbooks. */
const methods: Record<'euler' | 'midpoint' | 'rk4' | 'three-eighths', Method> = {
  euler: (slope, y, t, h, { moved, traces }) => {
    const k = slope(y, t);
    return { y: moved(y, [h, k]), logDet: traces([h, k]) };
  },
  midpoint: (slope, y, t, h, { moved, traces }) => {
    const k = slope(moved(y, [h / 2, slope(y, t)]), t + h / 2);
    return { y: moved(y, [h, k]), logDet: traces([h, k]) };
  },
  rk4: (slope, y, t, h, { moved, traces }) => {
    const a = slope(y, t);
    const b = slope(moved(y, [h / 2, a]), t + h / 2);
    const c = slope(moved(y, [h / 2, b]), t + h / 2);
    const d = slope(moved(y, [h, c]), t + h);
    const all: [number, Slope][] = [
      [h / 6, a],
      [h / 3, b],
      [h / 3, c],
      [h / 6, d],
    ];
    return { y: moved(y, ...all), logDet: traces(...all) };
  },
  'three-eighths': (slope, y, t, h, { moved, traces }) => {
    const a = slope(y, t);
    const b = slope(moved(y, [h / 3, a]), t + h / 3);
    const c = slope(moved(y, [-h / 3, a], [h, b]), t + (2 * h) / 3);
    const d = slope(moved(y, [h, a], [-h, b], [h, c]), t + h);
    const all: [number, Slope][] = [
      [h / 8, a],
      [(3 * h) / 8, b],
      [(3 * h) / 8, c],
      [h / 8, d],
    ];
    return { y: moved(y, ...all), logDet: traces(...all) };
  },
};

/** The whole Jacobian is multiplied out, output by output; derivatives of it are the tape's. */
export function continuous(spec: Continuous, x: number[], inverse: boolean, offset: number, context: Context): Result {
  const { tape } = context;
  const { solver } = spec;
  if (solver.kind === 'dopri5') throw new Error('The reference has no adaptive solver.');
  const h = (inverse ? -1 : 1) / solver.steps;
  const sum = (terms: [number, number][], start: number) =>
    terms.reduce((total, [factor, value]) => tape.add(total, tape.times(value, factor)), start);
  const tools: Tools = {
    moved: (y, ...terms) =>
      y.map((value, i) =>
        sum(
          terms.map(([factor, { v }]) => [factor, v[i]!]),
          value,
        ),
      ),
    traces: (...terms) =>
      sum(
        terms.map(([factor, { trace }]) => [factor, trace]),
        tape.leaf(0),
      ),
  };
  let state = x;
  let logDet = tape.leaf(0);
  for (let n = 0; n < solver.steps; n++) {
    const slope = (y: number[], t: number) => field(spec, y, t, offset, context);
    const next = methods[solver.kind](slope, state, (inverse ? 1 : 0) + n * h, h, tools);
    state = next.y;
    logDet = tape.add(logDet, next.logDet);
  }
  return { y: state, logDet };
}

function field({ field: spec }: Continuous, z: number[], t: number, offset: number, context: Context): Slope {
  const { tape, parameters } = context;
  const d = z.length;
  let at = offset;
  const take = (count: number): number[] => {
    const first = at;
    at += count;
    return Array.from({ length: count }, (_, i) => parameters(first + i));
  };
  let h = z;
  // ∂h/∂z, [unit][dimension]
  let jacobian = z.map((_, i) => z.map((_unused, j) => tape.leaf(i === j ? 1 : 0)));
  [...spec.hidden, d].forEach((width, l) => {
    const times = spec.layer === 'concat' ? take(width) : [];
    const weights = take(h.length * width);
    const bias = take(width);
    const [gate, gateBias, shift] = spec.layer === 'concat-squash' ? [take(width), take(width), take(width)] : [];
    const columns = bias.map((_, unit) => h.map((_unused, k) => weights[k * width + unit]!));
    const outer = columns.map((column, unit) => {
      const affine = tape.add(tape.dot(h, column), bias[unit]!);
      const slopes = z.map((_, j) =>
        tape.dot(
          column,
          jacobian.map((row) => row[j]!),
        ),
      );
      if (gate) {
        const raw = tape.add(tape.times(gate[unit]!, t), gateBias![unit]!);
        const open = sigmoid(raw, context);
        const u = tape.add(tape.mul(affine, open), tape.times(shift![unit]!, t));
        return { u, slopes: slopes.map((slope) => tape.mul(slope, open)) };
      }
      return { u: times.length > 0 ? tape.add(affine, tape.times(times[unit]!, t)) : affine, slopes };
    });
    const last = l === spec.hidden.length;
    const units = outer.map(({ u }) => (last ? u : spec.activation === 'tanh' ? tape.tanh(u) : tape.softplus(u)));
    jacobian = outer.map(({ u, slopes }, unit) => {
      if (last) return slopes;
      const one = tape.leaf(1);
      const rate =
        spec.activation === 'tanh' ? tape.sub(one, tape.mul(units[unit]!, units[unit]!)) : sigmoid(u, context);
      return slopes.map((slope) => tape.mul(slope, rate));
    });
    h = units;
  });
  return { v: h, trace: tape.sum(jacobian.map((row, i) => row[i]!)) };
}

function sigmoid(u: number, { tape }: Context): number {
  const value = 1 / (1 + Math.exp(-tape.values[u]!));
  return tape.map(u, value, value * (1 - value));
}

export function continuousParameters({ field: { hidden, layer }, dimensions }: Continuous): number {
  const widths = [dimensions, ...hidden, dimensions];
  const beside = { ignore: 0, concat: 1, 'concat-squash': 3 }[layer];
  return widths.slice(1).reduce((count, width, i) => count + (widths[i]! + 1 + beside) * width, 0);
}
