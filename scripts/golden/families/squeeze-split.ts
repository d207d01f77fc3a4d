import * as tf from '#tf';
import type { Tensor4D } from '#tf';
import { channelSplit, checkerboardSplit, compose, flattened, invert, permutation, pixelwise, squeeze } from '#flows';
import type { Bijection } from '#flows';
import { imageShapeOf, inputTensor } from '../preparation.ts';
import type { Adapter } from '../preparation.ts';

/** Five peers squeeze as we do; FrEIA's old backend has the source channel as the fast index. Splits are compared beside. */
export const squeezeSplitAdapter: Adapter = (golden) => {
  const shape = imageShapeOf(golden);
  const [height, width, channels] = shape;
  const map = invert(flattened(squeeze(shape)));
  // Channel 4·c + block of ours is channel block·C + c of theirs.
  const channelFast = Array.from({ length: 4 * channels }, (_, k) => (k % channels) * 4 + Math.floor(k / channels));
  const legacy = flattened(
    compose<Tensor4D>([
      pixelwise({ shape: [height / 2, width / 2, 4 * channels], of: invert(permutation(channelFast)) }),
      squeeze(shape),
    ] as Bijection<tf.Tensor>[]),
  );
  return {
    map,
    bindings: [],
    names: { out: 'nflows_SqueezeTransform' },
    more: (layer) => {
      const x = inputTensor(golden);
      const squeezed = layer.forward(x).x;
      const image = tf.reshape(x, [x.shape[0], ...shape]) as Tensor4D;
      const [even, odd] = checkerboardSplit({ shape }).split(image);
      const [z2, z1] = checkerboardSplit({ shape, parity: 'entries' }).split(image);
      const outputs: Record<string, tf.Tensor> = {
        normflows_Squeeze_inverse: squeezed,
        chrischute_squeeze: squeezed,
        ffjord_squeeze: squeezed,
        freia_IRevNetDownsampling: squeezed,
        freia_IRevNetDownsampling_legacy: legacy.inverse(x).z,
        flowpp_checkerboard_first: even,
        flowpp_checkerboard_second: odd,
        normflows_checkerboard_z1: z1,
        normflows_checkerboard_z2: z2,
      };
      if (channels % 2 === 0) {
        const [first, second] = channelSplit(shape).split(image);
        Object.assign(outputs, { normflows_channel_z1: first, normflows_channel_z2: second });
      }
      return outputs;
    },
  };
};
