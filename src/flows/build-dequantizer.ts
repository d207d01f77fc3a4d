import type { Rng } from '#numerics';
import { buildFlow } from './build.ts';
import { unknownKind } from './build-errors.ts';
import { uniformDequantizer } from './dequantization/uniform-dequantizer.ts';
import { variationalDequantizer } from './dequantization/variational-dequantizer.ts';
import type { DequantizerSpec } from './spec.ts';
import type { Dequantizer } from './types.ts';

/**
 * The dequantizer that the JSON describes.
 * @throws TypeError for a kind or type that does not exist, RangeError for a value out of range; errors of the noise flow say
 *         where in its JSON they came from.
 */
export function buildDequantizer(spec: DequantizerSpec, rng: Rng): Dequantizer {
  switch (spec?.kind) {
    case 'uniform':
      return uniformDequantizer({ width: spec.width });
    case 'variational':
      return variationalDequantizer({ levels: spec.levels, noise: buildFlow(spec.noise, rng.stream('noise')) });
    default:
      throw unknownKind('dequantizer', spec, ['uniform', 'variational']);
  }
}
