import * as tf from '#tf';
import type { Scalar, Tensor, Tensor1D, Variable } from '#tf';
import type { Bijection, Pushed, Transformer } from '#flows';
import { arrayOf } from './format.ts';
import type { Golden } from './format.ts';
import type { Binding } from './preparation.ts';

/** A transformer with a θ of its own for every entry, as an autoregressive net or a coupling would give it: x is [n, d]. */
export type Rowwise = { map: Bijection; theta: Variable };

/** Rows and columns of the file's x; a vector is one column. */
export function sizesOf(golden: Golden, input = 'x'): readonly [n: number, d: number] {
  const { shape } = arrayOf(golden, 'inputs', input);
  return [shape[0]!, shape[1] ?? 1];
}

/** `turned` reads the file's x → out as scoring, the transformer's inverse. */
export function rowwise(transformer: Transformer, [n, d]: readonly [number, number], turned = false): Rowwise {
  const theta = tf.tidy(() => tf.variable(tf.zeros([n, d, transformer.paramsPerDim])));
  const sum = (logSlope: Tensor) => tf.sum<Tensor1D>(logSlope, 1);
  const forward: Bijection['forward'] = (z) => {
    const { x, logSlope } = transformer.forward(z, theta);
    return { x, logDet: sum(logSlope) };
  };
  const inverse: Bijection['inverse'] = (x) => {
    const { z, logSlope } = transformer.inverse(x, theta);
    return { z, logDet: sum(logSlope) };
  };
  const scoring: Pick<Bijection, 'forward' | 'inverse'> = {
    forward: (x) => {
      const { z, logDet } = inverse(x);
      return { x: z, logDet };
    },
    inverse: (z) => {
      const { x, logDet } = forward(z);
      return { z: x, logDet };
    },
  };
  const ways = turned ? scoring : { forward, inverse };
  return { theta, map: { name: transformer.name, dimensions: d, parameters: [theta], ...ways } };
}

/** A golden array [N, count] (or [count, N], if `componentsFirst`) as parameters from … from + count − 1 of every entry. */
export function rowwiseBinding(
  param: string,
  { theta }: Rowwise,
  { from, count, componentsFirst = false }: { from: number; count: number; componentsFirst?: boolean },
): Binding {
  const p = theta.shape[2]!;
  const entries = theta.size / p;
  const at = Array.from({ length: entries * count }, (_, k) => {
    const [entry, which] = componentsFirst
      ? [k % entries, Math.floor(k / entries)]
      : [Math.floor(k / count), k % count];
    return entry * p + from + which;
  });
  return { param, variable: theta, at };
}

/** Σ(½ out² − log-det): the 1-D files' objective, a negative log-density without its constant. */
export function summedObjective({ x, logDet }: Pushed): Scalar {
  return tf.sub(tf.mul(tf.sum(tf.square(x)), 0.5), tf.sum(logDet));
}
