/** A map of the plane in closed form, in `layers` equal steps: what the fake worker answers from. */
export type Bend = ReturnType<typeof bend>;

/** Step k: x₂ ← x₂ + c·x₁², then both are scaled by a: log|det| = 2·log a a step. `trained` in [0, 1] turns it on. */
export function bend(layers: number, trained: number) {
  const c = (0.5 * trained) / layers;
  const a = 0.6 ** (trained / layers);
  const forwardOnce = ([u, v]: [number, number]): [number, number] => [a * u, a * (v + c * u * u)];
  const inverseOnce = ([x, y]: [number, number]): [number, number] => [x / a, y / a - c * (x / a) ** 2];
  const logBase = ([u, v]: [number, number]): number => -(u * u + v * v) / 2 - Math.log(2 * Math.PI);
  const pairs = (points: Float32Array): [number, number][] =>
    Array.from({ length: points.length / 2 }, (_, i) => [points[2 * i] ?? 0, points[2 * i + 1] ?? 0]);
  const times = (
    map: (at: [number, number]) => [number, number],
    at: [number, number],
    count: number,
  ): [number, number] => Array.from({ length: count }).reduce<[number, number]>((from) => map(from), at);

  return {
    forward: (z: [number, number], depth = layers) => times(forwardOnce, z, depth),
    inverse: (x: [number, number], depth = layers) => times(inverseOnce, x, depth),
    logDet: (depth = layers) => 2 * depth * Math.log(a),
    logBase,
    logDensity: (points: Float32Array, depth = layers) =>
      Float32Array.from(pairs(points), (x) => logBase(times(inverseOnce, x, depth)) - 2 * depth * Math.log(a)),
    trace: (points: Float32Array) => ({
      points: Array.from({ length: layers + 1 }, (_, depth) =>
        Float32Array.from(pairs(points).flatMap((z) => times(forwardOnce, z, depth))),
      ),
      logDet: Array.from({ length: layers + 1 }, (_, depth) =>
        new Float32Array(points.length / 2).fill(2 * depth * Math.log(a)),
      ),
    }),
  };
}
