import { colorAt, fixed, mixTables } from '#plotting';
import type { PlaneView } from './View.ts';

// The same draws of z every time, so that points move when the weights do, and do not twinkle.
const question = { kind: 'samples' as const, n: 1500, seed: 1 };

/** Draws of z carried to the shared depth, over draws of the data. */
export const samples: PlaneView<typeof question> = {
  name: 'samples',
  title: 'Samples',
  surface: 'plane',

  ask: () => question,

  draw(context, { points }, { depth, depths, scale, palette, data }) {
    const here = points[depth];
    if (!here) return false;
    context.clearRect(0, 0, scale.size, scale.size);
    const side = Math.max(1.4, scale.size / 150);
    const paint = (cloud: Float32Array, width: number): void => {
      for (let i = 0; i < cloud.length; i += 2) {
        const [px, py] = scale.toScreen(cloud[i] ?? NaN, cloud[i + 1] ?? NaN);
        context.fillRect(px - width / 2, py - width / 2, width, width);
      }
    };
    if (data && depth === depths) {
      context.fillStyle = palette.css('truth', 0.3);
      paint(data, side);
    }
    // The fourth fifth of the sequential scale stands out on paper in both themes.
    context.fillStyle = colorAt(mixTables(palette.densityZ, palette.densityX, depth / depths), 0.72);
    paint(here, side);
    return true;
  },

  describe({ points }, { depth, window }) {
    const here = points[depth];
    if (!here) return 'Samples.';
    let inside = 0;
    for (let i = 0; i < here.length; i += 2) {
      const [a, b] = [here[i] ?? NaN, here[i + 1] ?? NaN];
      if (a >= window.x[0] && a <= window.x[1] && b >= window.y[0] && b <= window.y[1]) inside += 1;
    }
    return `${question.n} samples, ${fixed((100 * inside) / question.n, 1)} % inside the window.`;
  },
};
