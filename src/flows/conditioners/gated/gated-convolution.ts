import * as tf from '#tf';
import type { Rng } from '#numerics';
import { convLayer } from '../conv-layer.ts';
import { concatElu } from './concat-elu.ts';
import type { ImageBlock } from './layer-norm.ts';

/**
 * Gated convolution of Flow++, https://arxiv.org/abs/1902.00275 appendix: c = concatELU(h) ⋆ K, 3 × 3;  v = concatELU(c) ⋆ K_v and
 * g = concatELU(c) ⋆ K_g, 1 × 1;  result v⊙σ(g).  Parameters: K, b, K_v, b_v, K_g, b_g.
 */
export function gatedConvolution(channels: number, rng: Rng): ImageBlock {
  const layer = (side: number) => convLayer({ side, fanIn: 2 * channels, width: channels, gain: 1, rng });
  const [mix, value, gate] = [layer(3), layer(1), layer(1)];
  return {
    parameters: [mix, value, gate].flatMap(({ parameters }) => parameters),
    apply: (h) =>
      tf.tidy(() => {
        const c = concatElu(mix.apply(concatElu(h)));
        return tf.mul(value.apply(c), tf.sigmoid(gate.apply(c)));
      }),
  };
}
