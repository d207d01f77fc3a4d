import { gaussianRings } from './gaussian-rings.ts';
import type { Toy } from './types.ts';

/** Radius 1 or ½ with equal probability, angle uniform, plus noise·N(0, I), and all of that times 3. */
export const circles: Toy = {
  name: 'circles',
  title: 'Two circles',
  source: { title: 'Grathwohl et al. 2019, FFJORD', url: 'https://arxiv.org/abs/1810.01367' },
  noise: { default: 0.08, low: 0.02, high: 0.25 },
  build: (noise) => gaussianRings([3, 1.5], 3 * noise),
};
