import * as tf from '#tf';
import type { Tensor, Tensor2D, Tensor3D } from '#tf';
import { normals } from '#numerics';
import type { Rng } from '#numerics';
import { makeVariable } from '../../make-variable.ts';
import { linearLayer } from '../linear-layer.ts';
import type { ImageBlock } from './layer-norm.ts';

export type SelfAttentionOptions = {
  height: number;
  width: number;
  channels: number;
  /** How many heads share the channels. */
  heads: number;
  rng: Rng;
};

/**
 * Gated multi-head self-attention over the pixels, https://arxiv.org/abs/1706.03762 §3.2 as in Flow++'s appendix
 * (https://arxiv.org/abs/1902.00275).
 *
 * e = h + P (P a learned embedding of the place);  per head: a = softmax(QKᵀ/√d)·V with Q, K, V linear in e, d = channels/heads;
 * result v⊙σ(g) with v, g linear in all heads' a.
 * Shapes: [n, h, w, channels] → the same.  Parameters: P [h·w, channels], then weights and bias of Q, K, V, v, g.
 * @throws RangeError if the heads do not divide the channels.
 */
export function selfAttention({ height, width, channels, heads, rng }: SelfAttentionOptions): ImageBlock {
  if (channels % heads !== 0) {
    throw new RangeError(`selfAttention: heads must divide the ${channels} channels, got ${heads}.`);
  }
  const pixels = height * width;
  const size = channels / heads;
  const place = makeVariable(
    [pixels, channels],
    normals(rng, pixels * channels).map((value) => 0.01 * value),
  );
  const linear = () => linearLayer({ fanIn: channels, width: channels, gain: 1, rng });
  const [query, key, value, result, gate] = [linear(), linear(), linear(), linear(), linear()];

  /** [n·pixels, channels] → [n·heads, pixels, size] */
  const byHead = (rows: Tensor2D): Tensor3D => {
    const parts: Tensor = tf.reshape(rows, [-1, pixels, heads, size]);
    return tf.reshape(tf.transpose(parts, [0, 2, 1, 3]), [-1, pixels, size]);
  };
  const together = (parts: Tensor3D): Tensor2D => {
    const headsOut: Tensor = tf.reshape(parts, [-1, heads, pixels, size]);
    return tf.reshape(tf.transpose(headsOut, [0, 2, 1, 3]), [-1, channels]);
  };
  return {
    parameters: [place, ...[query, key, value, result, gate].flatMap(({ parameters }) => [...parameters])],
    apply: (h) =>
      tf.tidy(() => {
        const placed = tf.add(tf.reshape(h, [-1, pixels, channels]), place);
        const rows = tf.reshape(placed, [-1, channels]) as Tensor2D;
        const [q, k, v] = [query, key, value].map((layer) => byHead(layer.apply(rows))) as [
          Tensor3D,
          Tensor3D,
          Tensor3D,
        ];
        const scores = tf.mul<Tensor3D>(tf.matMul(q, tf.transpose(k, [0, 2, 1])), 1 / Math.sqrt(size));
        const attended = together(tf.matMul(tf.softmax(scores), v));
        return tf.reshape(tf.mul(result.apply(attended), tf.sigmoid(gate.apply(attended))), h.shape);
      }),
  };
}
