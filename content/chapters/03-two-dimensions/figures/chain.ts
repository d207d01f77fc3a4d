import type { PlaneMap } from './maps.ts';
import { det, multiply, type Matrix2, type Point } from './matrix2.ts';

/** Three couplings that take turns: the first and third keep z₁, the second keeps z₂. One knob, the strength. */
type Layer = { title: string; forward(h: Point, k: number): Point; jacobian(h: Point, k: number): Matrix2 };

const upright = (logScale: number, shift: number): Omit<Layer, 'title'> => ({
  forward: ([u, v], k) => [u, v * Math.exp(k * logScale * Math.tanh(u)) + k * shift * Math.sin(1.5 * u)],
  jacobian: ([u, v], k) => {
    const grow = Math.exp(k * logScale * Math.tanh(u));
    const slant = v * grow * k * logScale * (1 - Math.tanh(u) ** 2) + 1.5 * k * shift * Math.cos(1.5 * u);
    return [1, 0, slant, grow];
  },
});

/** The same with the coordinates' parts exchanged. */
const level = (logScale: number, shift: number): Omit<Layer, 'title'> => {
  const { forward, jacobian } = upright(logScale, shift);
  return {
    forward: ([u, v], k) => {
      const [kept, moved] = forward([v, u], k);
      return [moved, kept];
    },
    jacobian: ([u, v], k) => {
      const [, , slant, grow] = jacobian([v, u], k);
      return [grow, slant, 0, 1];
    },
  };
};

export const layers: readonly Layer[] = [
  { title: 'keeps the first coordinate', ...upright(0.5, 0.7) },
  { title: 'keeps the second coordinate', ...level(-0.5, 0.5) },
  { title: 'keeps the first coordinate', ...upright(-0.4, 0.4) },
];

/** Where the point stands before each layer, and what that layer's log-determinant is there, nats. */
export type Station = { from: Point; to: Point; logDet: number };

export function stations(z: Point, strength: number): Station[] {
  let from = z;
  return layers.map((layer) => {
    const to = layer.forward(from, strength);
    const station = { from, to, logDet: Math.log(Math.abs(det(layer.jacobian(from, strength)))) };
    from = to;
    return station;
  });
}

/** The first `depth` layers as one map; its Jacobian is the product of theirs, each taken where the point is. */
export function chain(depth: number): PlaneMap {
  const used = layers.slice(0, depth);
  return {
    title: `${depth} layers`,
    formula: '',
    remark: '',
    knobs: [{ name: 'Strength', symbol: 'k', min: 0, max: 1.5, step: 0.05, start: 1 }],
    forward: (z, [k = 1]) => used.reduce((h, layer) => layer.forward(h, k), z),
    jacobian: (z, [k = 1]) => {
      let here = z;
      let product: Matrix2 = [1, 0, 0, 1];
      for (const layer of used) {
        product = multiply(layer.jacobian(here, k), product);
        here = layer.forward(here, k);
      }
      return product;
    },
  };
}
