import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as tf from '#tf';
import type { Tensor, Tensor4D } from '#tf';
import { normals, rng } from './rng.ts';
import { locateWasm } from './tf-wasm.ts';

type Sizes = { n: number; h: number; w: number; channels: number; kh: number; kw: number; out: number };

/** Sides that differ, so that no exchange of axes passes unseen. */
const cases: Sizes[] = [
  { n: 3, h: 4, w: 5, channels: 2, kh: 3, kw: 3, out: 4 },
  { n: 2, h: 5, w: 3, channels: 3, kh: 3, kw: 1, out: 2 },
  { n: 2, h: 2, w: 4, channels: 2, kh: 5, kw: 3, out: 3 },
  { n: 4, h: 1, w: 1, channels: 5, kh: 3, kw: 3, out: 2 },
  { n: 3, h: 4, w: 2, channels: 3, kh: 1, kw: 1, out: 5 },
];

/** Every product x[…]·K[…] that adds to an output, by the definition: calls `visit` with the three places. */
function eachProduct(
  { n, h, w, channels, kh, kw, out }: Sizes,
  visit: (x: number, k: number, y: number) => void,
): void {
  for (let image = 0; image < n; image++)
    for (let i = 0; i < h; i++)
      for (let j = 0; j < w; j++)
        for (let a = 0; a < kh; a++)
          for (let b = 0; b < kw; b++) {
            const [row, column] = [i + a - (kh - 1) / 2, j + b - (kw - 1) / 2];
            if (row < 0 || row >= h || column < 0 || column >= w) continue;
            for (let c = 0; c < channels; c++)
              for (let o = 0; o < out; o++) {
                visit(
                  ((image * h + row) * w + column) * channels + c,
                  ((a * kw + b) * channels + c) * out + o,
                  ((image * h + i) * w + j) * out + o,
                );
              }
          }
}

describe.each(['cpu', 'wasm'])('on %s', (backend) => {
  beforeAll(async () => {
    const binary = (name: string) => require.resolve(`@tensorflow/tfjs-backend-wasm/dist/${name}`);
    if (backend === 'wasm') {
      locateWasm({ simd: binary('tfjs-backend-wasm-simd.wasm'), plain: binary('tfjs-backend-wasm.wasm') });
    }
    expect(await tf.setBackend(backend)).toBe(true);
  });
  afterAll(async () => {
    await tf.setBackend('cpu');
  });

  describe.each(cases)('a $kh × $kw convolution of [$n, $h, $w, $channels]', (sizes) => {
    const { n, h, w, channels, kh, kw, out } = sizes;
    const x = normals(rng(1), n * h * w * channels);
    const k = normals(rng(2), kh * kw * channels * out);
    const b = normals(rng(3), out);
    const dy = normals(rng(4), n * h * w * out);
    const inputs = () => [tf.tensor(x, [n, h, w, channels]), tf.tensor(k, [kh, kw, channels, out]), tf.tensor1d(b)];
    const apply = ([image, kernel, bias]: Tensor[]) => tf.conv2d(image as Tensor4D, kernel!, bias!);

    it('is the sum over the kernel, by a plain loop in float64', () => {
      const expected = Float64Array.from({ length: n * h * w * out }, (_, at) => b[at % out]!);
      eachProduct(sizes, (atX, atK, atY) => (expected[atY]! += x[atX]! * k[atK]!));
      agree(
        tf.tidy(() => apply(inputs()).dataSync()),
        expected,
      );
    });

    it('has the gradients of that loop', () => {
      const [dx, dk] = [new Float64Array(x.length), new Float64Array(k.length)];
      eachProduct(sizes, (atX, atK, atY) => {
        dx[atX]! += dy[atY]! * k[atK]!;
        dk[atK]! += dy[atY]! * x[atX]!;
      });
      const db = new Float64Array(out);
      dy.forEach((value, at) => (db[at % out]! += value));
      const gradients = tf.tidy(() =>
        inputs().map((input, which) => {
          const loss = (varied: Tensor) => {
            const y = apply(inputs().map((other, i) => (i === which ? varied : other)));
            return tf.sum(tf.mul(y, tf.tensor(dy, y.shape)));
          };
          return tf.grad(loss)(input).dataSync();
        }),
      );
      [dx, dk, db].forEach((expected, which) => agree(gradients[which]!, expected));
    });
  });

  it('refuses a kernel with an even side', () => {
    const [x, kernel] = [tf.zeros([1, 3, 3, 1]) as Tensor4D, tf.zeros([2, 3, 1, 1])];
    expect(() => tf.conv2d(x, kernel, tf.zeros([1]))).toThrow(/odd sides, got 2 × 3/);
  });
});

/** Float32 sums of at most 60 products of order 1: 60 · 6e-8 · 3 is below 2e-5. */
function agree(actual: ArrayLike<number>, expected: Float64Array): void {
  expect(actual.length).toBe(expected.length);
  expected.forEach((value, i) => expect(Math.abs(actual[i]! - value)).toBeLessThan(2e-5));
}
