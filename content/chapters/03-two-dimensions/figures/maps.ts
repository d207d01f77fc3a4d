import type { Matrix2, Point } from './matrix2.ts';

/** A number of a map that the reader may turn. */
export type Knob = { name: string; symbol: string; min: number; max: number; step: number; start: number };

/**
 * A map of the plane x = f(z) with its Jacobian matrix in closed form, float64.
 * `inverse` is there where f has one in closed form; it answers undefined outside f's image.
 */
export type PlaneMap = {
  title: string;
  formula: string;
  remark: string;
  knobs: readonly Knob[];
  forward(z: Point, knobs: readonly number[]): Point;
  jacobian(z: Point, knobs: readonly number[]): Matrix2;
  inverse?(x: Point, knobs: readonly number[]): Point | undefined;
};

const knob = (name: string, symbol: string, min: number, max: number, start: number): Knob => ({
  name,
  symbol,
  min,
  max,
  step: 0.05,
  start,
});

const stretch: PlaneMap = {
  title: 'Stretch',
  formula: 'x = (e^a · z₁, e^b · z₂)',
  remark: 'Every small area is multiplied by e^(a+b), everywhere alike.',
  knobs: [knob('Stretch across', 'a', -1, 1, 0.6), knob('Stretch upwards', 'b', -1, 1, -0.2)],
  forward: ([u, v], [a = 0, b = 0]) => [Math.exp(a) * u, Math.exp(b) * v],
  jacobian: (_, [a = 0, b = 0]) => [Math.exp(a), 0, 0, Math.exp(b)],
  inverse: ([x, y], [a = 0, b = 0]) => [x * Math.exp(-a), y * Math.exp(-b)],
};

const shear: PlaneMap = {
  title: 'Shear',
  formula: 'x = (z₁ + k · z₂, z₂)',
  remark: 'Squares become slanted parallelograms of the same area. Each point carries its density along unchanged.',
  knobs: [knob('Slant', 'k', -2, 2, 1)],
  forward: ([u, v], [k = 0]) => [u + k * v, v],
  jacobian: (_, [k = 0]) => [1, k, 0, 1],
  inverse: ([x, y], [k = 0]) => [x - k * y, y],
};

const turn: PlaneMap = {
  title: 'Turn and stretch',
  formula: 'x = R(φ) · (e^a · z₁, z₂)',
  remark: 'The turn changes no area. The stretch before it does.',
  knobs: [knob('Angle', 'φ', -3.1, 3.1, 0.7), knob('Stretch across', 'a', -1, 1, 0.5)],
  forward: ([u, v], [angle = 0, a = 0]) => {
    const [c, s, w] = [Math.cos(angle), Math.sin(angle), Math.exp(a) * u];
    return [c * w - s * v, s * w + c * v];
  },
  jacobian: (_, [angle = 0, a = 0]) => {
    const [c, s, e] = [Math.cos(angle), Math.sin(angle), Math.exp(a)];
    return [c * e, -s, s * e, c];
  },
  inverse: ([x, y], [angle = 0, a = 0]) => {
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    return [(c * x + s * y) * Math.exp(-a), -s * x + c * y];
  },
};

const mirror: PlaneMap = {
  title: 'Mirror',
  formula: 'x = (k · z₁, z₂)',
  remark: 'Turn k through 0: the plane collapses onto a line, then comes out reversed.',
  knobs: [knob('Factor across', 'k', -1.5, 1.5, -1)],
  forward: ([u, v], [k = 1]) => [k * u, v],
  jacobian: (_, [k = 1]) => [k, 0, 0, 1],
  inverse: ([x, y], [k = 1]) => (k === 0 ? undefined : [x / k, y]),
};

const wave: PlaneMap = {
  title: 'Wave (bends, keeps area)',
  formula: 'x = (z₁, z₂ + a · sin 2z₁)',
  remark: 'Strongly bent, yet the determinant is 1 at every point: a shear whose slant depends on z₁.',
  knobs: [knob('Height of the wave', 'a', -1.5, 1.5, 0.8)],
  forward: ([u, v], [a = 0]) => [u, v + a * Math.sin(2 * u)],
  jacobian: ([u], [a = 0]) => [1, 0, 2 * a * Math.cos(2 * u), 1],
  inverse: ([x, y], [a = 0]) => [x, y - a * Math.sin(2 * x)],
};

const swirl: PlaneMap = {
  title: 'Swirl (bends, keeps area)',
  formula: 'x = R(a · e^(−|z|²/2)) · z',
  remark: 'Each circle turns by its own angle. Rings slide past each other, and no area changes.',
  knobs: [knob('Angle at the centre', 'a', -3, 3, 2)],
  forward: (z, [a = 0]) => turned(z, a * Math.exp(-(z[0] ** 2 + z[1] ** 2) / 2)),
  jacobian: ([u, v], [a = 0]) => {
    const angle = a * Math.exp(-(u * u + v * v) / 2);
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    const [x, y] = turned([u, v], angle);
    // ∂x/∂angle = (−y, x), and ∂angle/∂z = −angle·z.
    return [c + y * angle * u, -s + y * angle * v, s - x * angle * u, c - x * angle * v];
  },
  inverse: (x, [a = 0]) => turned(x, -a * Math.exp(-(x[0] ** 2 + x[1] ** 2) / 2)),
};

const arc: PlaneMap = {
  title: 'Arc (bends, changes area)',
  formula: 'x = ((r + z₂) sin(z₁/r), (r + z₂) cos(z₁/r) − r), r = 1/κ',
  remark: 'A strip bent into an arc: the outside is stretched, the inside squeezed. det J = 1 + κ z₂.',
  // From κ = 1/3 on, the drawn grid would reach the centre of the arc and fold there.
  knobs: [knob('Curvature', 'κ', 0, 0.3, 0.25)],
  forward: ([u, v], [k = 0]) =>
    k === 0 ? [u, v] : [(1 / k + v) * Math.sin(k * u), (1 / k + v) * Math.cos(k * u) - 1 / k],
  jacobian: ([u, v], [k = 0]) => {
    const [c, s, grow] = [Math.cos(k * u), Math.sin(k * u), 1 + k * v];
    return [grow * c, s, -grow * s, c];
  },
  inverse: ([x, y], [k = 0]) => (k === 0 ? [x, y] : [Math.atan2(x, y + 1 / k) / k, Math.hypot(x, y + 1 / k) - 1 / k]),
};

const coupling: PlaneMap = {
  title: 'Affine coupling',
  formula: 'x = (z₁, z₂ · e^s + t), s = a · tanh z₁, t = b · sin 2z₁',
  remark: 'Keeps z₁; stretches and shifts z₂ by amounts that depend on z₁ alone. det J = e^s.',
  knobs: [knob('Strength of the scale', 'a', -1.2, 1.2, 0.8), knob('Strength of the shift', 'b', -1.5, 1.5, 0.7)],
  forward: ([u, v], [a = 0, b = 0]) => [u, v * Math.exp(a * Math.tanh(u)) + b * Math.sin(2 * u)],
  jacobian: ([u, v], [a = 0, b = 0]) => {
    const grow = Math.exp(a * Math.tanh(u));
    return [1, 0, v * grow * a * (1 - Math.tanh(u) ** 2) + 2 * b * Math.cos(2 * u), grow];
  },
  inverse: ([x, y], [a = 0, b = 0]) => [x, (y - b * Math.sin(2 * x)) * Math.exp(-a * Math.tanh(x))],
};

const fold: PlaneMap = {
  title: 'Fold',
  formula: 'x = (z₁, z₂ − c · tanh z₂)',
  remark: 'A bijection up to c = 1. Past it a strip turns over, and points near the fold have three preimages.',
  knobs: [knob('Depth of the fold', 'c', 0, 2.5, 2)],
  forward: ([u, v], [c = 0]) => [u, v - c * Math.tanh(v)],
  jacobian: ([, v], [c = 0]) => [1, 0, 0, 1 - c * (1 - Math.tanh(v) ** 2)],
};

/** Every map of the lens, in the order of its menu. */
export const maps = { stretch, shear, turn, mirror, wave, swirl, arc, coupling, fold } as const;
export type MapName = keyof typeof maps;
export const mapNames = Object.keys(maps) as MapName[];

function turned([u, v]: Point, angle: number): Point {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return [c * u - s * v, s * u + c * v];
}
