import type { Rng } from '#numerics';
import { unknownKind } from '../build-errors.ts';
import { convnet } from '../conditioners/convnet.ts';
import { gatedConvnet } from '../conditioners/gated/gated-convnet.ts';
import type { ImageConditionerSizes } from '../conditioners/convnet.ts';
import { rescaledTanh } from '../conditioners/rescaled-tanh.ts';
import type { Conditioner } from '../types.ts';
import type { ImageConditionerSpec } from './specs.ts';

/** The conditioner of images that the JSON describes. */
export function buildImageConditioner(
  spec: ImageConditionerSpec,
  sizes: Omit<ImageConditionerSizes, 'contextDimensions'>,
  rng: Rng,
): Conditioner {
  const common = (context = 0) => ({ ...sizes, contextDimensions: context, rng });
  switch (spec?.kind) {
    case 'convnet':
      return convnet({
        ...common(spec.context),
        hidden: spec.hidden,
        kernels: spec.kernels,
        activation: spec.activation,
        gain: spec.gain,
      });
    case 'gated-convnet':
      return gatedConvnet({
        ...common(spec.context),
        filters: spec.filters,
        blocks: spec.blocks,
        heads: spec.heads,
        contextLayout: spec.contextLayout,
      });
    case 'rescaled-tanh':
      return rescaledTanh({ conditioner: buildImageConditioner(spec.of, sizes, rng), channels: sizes.channels });
    default:
      throw unknownKind('conditioner', spec, ['convnet', 'gated-convnet', 'rescaled-tanh']);
  }
}
