import { compose, radial } from '#flows';
import type { Bijection } from '#flows';
import { rng } from '#numerics';
import { numberOf } from '../format.ts';
import type { Golden } from '../format.ts';
import { everyEntry } from '../preparation.ts';
import type { Adapter, Binding } from '../preparation.ts';

/** K radial layers in order; normflows' α enters by its size, as ours does. */
export function radialStack(golden: Golden, dimensions: number): { map: Bijection; bindings: Binding[] } {
  const layers = Array.from({ length: numberOf(golden, 'K') }, () => radial({ dimensions, rng: rng(0) }));
  return {
    map: compose(layers),
    bindings: layers.flatMap(({ parameters }, k) =>
      ['alpha', 'beta', 'z_0'].map((name, i): Binding => {
        const variable = parameters[i]!;
        return { param: `${k}.${name}`, variable, at: everyEntry(variable) };
      }),
    ),
  };
}

export const radialAdapter: Adapter = (golden) => radialStack(golden, numberOf(golden, 'D'));
