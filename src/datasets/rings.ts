import { gaussianRings } from './gaussian-rings.ts';
import type { Toy } from './types.ts';

/** Radius 3, 2¼, 1½ or ¾ with equal probability, angle uniform, plus noise·N(0, I): added after the scaling, unlike circles. */
export const rings: Toy = {
  name: 'rings',
  title: 'Four rings',
  source: { title: 'Grathwohl et al. 2019, FFJORD', url: 'https://arxiv.org/abs/1810.01367' },
  noise: { default: 0.08, low: 0.03, high: 0.3 },
  build: (noise) => gaussianRings([3, 2.25, 1.5, 0.75], noise),
};
