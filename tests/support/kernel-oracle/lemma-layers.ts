import type { LayerSpec } from '#flows';
import type { Context, Result } from './reference.ts';

/** Planar flow as in https://arxiv.org/abs/1505.05770, appendix A.1, with the true ‖w‖². */
export function planar(
  { activation }: Extract<LayerSpec, { kind: 'planar' }>,
  z: number[],
  offset: number,
  { tape, parameters, near }: Context,
): Result {
  const d = z.length;
  const vector = (from: number) => z.map((_, i) => parameters(offset + from + i));
  const [u, w, b] = [vector(0), vector(d), parameters(offset + 2 * d)];
  const along = tape.dot(w, u);
  const m = tape.sub(tape.softplus(along), tape.leaf(1));
  const joined = tape.div(tape.sub(m, along), tape.dot(w, w));
  const direction = u.map((entry, i) => tape.add(entry, tape.mul(w[i]!, joined)));
  const s = tape.add(tape.dot(w, z), b);
  let h = tape.tanh(s);
  let slope = tape.sub(tape.leaf(1), tape.mul(h, h));
  if (activation?.kind === 'leaky-relu') {
    const below = tape.values[s]! > 0 ? 1 : activation.slope;
    near(tape.values[s]!);
    h = tape.times(s, below);
    slope = tape.leaf(below);
  }
  return {
    y: z.map((entry, i) => tape.add(entry, tape.mul(direction[i]!, h))),
    logDet: tape.log(tape.add(tape.leaf(1), tape.mul(tape.dot(w, direction), slope))),
  };
}

/** Radial flow in the first form of https://arxiv.org/abs/1505.05770, eq. 14: β̂ and h apart. */
export function radial(z: number[], offset: number, { tape, parameters, near }: Context): Result {
  const d = z.length;
  const [a, b] = [parameters(offset), parameters(offset + 1)];
  const alpha = tape.map(a, Math.abs(tape.values[a]!), Math.sign(tape.values[a]!));
  const beta = tape.sub(tape.softplus(b), alpha);
  const away = z.map((entry, i) => tape.sub(entry, parameters(offset + 2 + i)));
  const square = tape.dot(away, away);
  const size = Math.sqrt(tape.values[square]!);
  const r = tape.map(square, size, 0.5 / size);
  const reach = tape.add(alpha, r);
  // Slopes grow as 1/(α + r): below 0.1 they make of float32's roundings what no kernel can help.
  if (tape.values[reach]! < 0.1) near(0);
  const h = tape.div(tape.leaf(1), reach);
  const bh = tape.mul(beta, h);
  const around = tape.add(tape.leaf(1), bh);
  const outwards = tape.sub(around, tape.mul(tape.mul(bh, h), r));
  return {
    y: z.map((entry, i) => tape.add(entry, tape.mul(bh, away[i]!))),
    logDet: tape.add(tape.times(tape.log(around), d - 1), tape.log(outwards)),
  };
}

/** Solves with triangular factors by substitution, row by row: no matrix is inverted. */
export function linear(
  layer: Extract<LayerSpec, { kind: 'lu-linear' | 'plu-linear' }>,
  x: number[],
  inverse: boolean,
  offset: number,
  { tape, parameters }: Context,
): Result {
  const d = x.length;
  const entry = (i: number, j: number) => parameters(offset + i * d + j);
  const range = x.map((_, i) => i);
  const glow = layer.kind === 'plu-linear';
  const diagonal = range.map((i) =>
    glow
      ? tape.times(tape.exp(entry(i, i)), layer.signs?.[i] ?? 1)
      : tape.add(tape.softplus(entry(i, i)), tape.leaf(1e-3)),
  );
  const volume = tape.sum(range.map((i) => (glow ? entry(i, i) : tape.log(diagonal[i]!))));
  const minus = tape.times(volume, -1);
  const upper = (i: number, j: number) => (i === j ? diagonal[i]! : entry(i, j));
  if (!glow) {
    const bias = range.map((i) => parameters(offset + d * d + i));
    if (!inverse) {
      const v = range.map((i) => tape.sum(range.slice(i).map((j) => tape.mul(upper(i, j), x[j]!))));
      const y = range.map((i) =>
        tape.sum([v[i]!, bias[i]!, ...range.slice(0, i).map((j) => tape.mul(entry(i, j), v[j]!))]),
      );
      return { y, logDet: volume };
    }
    const v: number[] = [];
    for (const i of range) {
      v.push(tape.sub(tape.sub(x[i]!, bias[i]!), tape.sum(range.slice(0, i).map((j) => tape.mul(entry(i, j), v[j]!)))));
    }
    const y: number[] = [];
    for (const i of range.toReversed()) {
      y[i] = tape.div(
        tape.sub(v[i]!, tape.sum(range.slice(i + 1).map((j) => tape.mul(upper(i, j), y[j]!)))),
        diagonal[i]!,
      );
    }
    return { y, logDet: minus };
  }
  if (inverse) {
    const back = range.map((i) => x[layer.order.indexOf(i)]!);
    const v = range.map((j) => tape.sum([back[j]!, ...range.slice(j + 1).map((i) => tape.mul(back[i]!, entry(i, j)))]));
    return {
      y: range.map((j) => tape.sum(range.slice(0, j + 1).map((i) => tape.mul(v[i]!, upper(i, j))))),
      logDet: volume,
    };
  }
  // v L (U + diagonal) = z: columns of U from the left, then those of L from the right.
  const v: number[] = [];
  for (const j of range) {
    v.push(
      tape.div(tape.sub(x[j]!, tape.sum(range.slice(0, j).map((i) => tape.mul(v[i]!, upper(i, j))))), diagonal[j]!),
    );
  }
  const w: number[] = [];
  for (const j of range.toReversed()) {
    w[j] = tape.sub(v[j]!, tape.sum(range.slice(j + 1).map((i) => tape.mul(w[i]!, entry(i, j)))));
  }
  return { y: layer.order.map((from) => w[from]!), logDet: minus };
}
