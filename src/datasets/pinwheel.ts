import { latentEntropy } from './entropy.ts';
import { warpLogDensity, warpOf } from './pinwheel-density.ts';
import type { Toy } from './types.ts';

/**
 * Five arms: f₁ = 1 + 0.3 e₁ along the arm, f₂ = 0.1 e₂ across it, turned clockwise by 2πk/5 + ¼ exp(f₁) with k uniform on
 * 0 … 4, then times 2. Far out the arm is turned more, so it bends.
 */
export const pinwheel: Toy = {
  name: 'pinwheel',
  title: 'Pinwheel',
  source: {
    title: 'Johnson et al. 2016, Composing graphical models with neural networks; FFJORD',
    url: 'https://arxiv.org/abs/1603.06277',
  },
  build: () => ({
    draw(rng) {
      const k = rng.integer(5);
      return warpOf(rng.normal(), rng.normal(), k);
    },
    logDensity: warpLogDensity,
    // The arms are one another turned, so the mean over the first is the mean over all.
    entropy: () => latentEntropy(warpLogDensity, (e1, e2) => warpOf(e1, e2, 0), 0.15),
    // Five-fold symmetry makes the mean 0 and the covariance a multiple of I: 4·(E f₁² + E f₂²)/2 = 2·(1 + 0.09 + 0.01).
    mean: [0, 0],
    covariance: [2.2, 0, 0, 2.2],
    box: { x: [-4.3, 4.3], y: [-4.3, 4.3] },
  }),
};
