import * as tf from '#tf';
import type { Tensor } from '#tf';
import { compose, planar, planarDirection } from '#flows';
import type { Bijection, PlanarActivation } from '#flows';
import { rng } from '#numerics';
import { numberOf } from '../format.ts';
import type { Golden } from '../format.ts';
import { everyEntry } from '../preparation.ts';
import type { Adapter, Binding } from '../preparation.ts';

/** normflows' slope below 0, where the file does not say another. */
const defaultSlope = 0.2;

/** K planar layers in order, with the peer's u, w and b; nothing where the activation is unknown. */
export function planarStack(
  golden: Golden,
  dimensions: number,
): { map: Bijection; layers: Bijection[]; bindings: Binding[] } | undefined {
  const layers = planarLayers(golden, dimensions);
  if (!layers) return undefined;
  const bindings = layers.flatMap(({ parameters }, k) =>
    ['u', 'w', 'b'].map((name, i): Binding => {
      const variable = parameters[i]!;
      return { param: `${k}.${name}`, variable, at: everyEntry(variable) };
    }),
  );
  return { map: compose(layers), layers, bindings };
}

/** The file's K layers before they have its numbers; nothing where the activation is unknown. */
export function planarLayers(golden: Golden, dimensions: number): Bijection[] | undefined {
  const activation = activationOf(golden);
  if (!activation) return undefined;
  return Array.from({ length: numberOf(golden, 'K') }, () => planar({ dimensions, activation, rng: rng(0) }));
}

export const planarAdapter: Adapter = (golden) => {
  const stack = planarStack(golden, numberOf(golden, 'D'));
  if (!stack) return { unknown: `no planar activation "${String(golden.config['act'])}"` };
  const { map, layers, bindings } = stack;
  return {
    map,
    bindings,
    more: () => {
      const directions: Record<string, Tensor> = {};
      layers.forEach(({ parameters: [u, w] }, k) => {
        const { uHat, dot } = planarDirection(u!, w!);
        directions[`u_hat_${k}`] = uHat;
        directions[`w_dot_u_${k}`] = dot;
        directions[`w_dot_u_hat_${k}`] = tf.sum(tf.mul(w!, uHat));
      });
      return directions;
    },
  };
};

function activationOf({ config }: Golden): PlanarActivation | undefined {
  switch (config['act'] ?? config['activation'] ?? 'tanh') {
    case 'tanh':
      return { kind: 'tanh' };
    case 'leaky_relu':
      return { kind: 'leaky-relu', slope: Number(config['slope'] ?? config['negative_slope'] ?? defaultSlope) };
    default:
      return undefined;
  }
}
