import { exp, log } from '#numerics';
import type { Potential } from './energy.ts';

/**
 * U1 = ½((‖z‖ − 2)/0.4)² − log[exp(−½((z₁ − 2)/0.6)²) + exp(−½((z₁ + 2)/0.6)²)]: a ring of radius 2 that is thick on its left and
 * right, two crescents of equal mass. https://arxiv.org/abs/1505.05770, table 1.
 */
export const twoModes: Potential = (z1, z2) => {
  const r = Math.sqrt(z1 * z1 + z2 * z2);
  const off = (r - 2) / 0.4;
  const right = (z1 - 2) / 0.6;
  const left = (z1 + 2) / 0.6;
  const [a, b] = [-0.5 * right * right, -0.5 * left * left];
  const top = Math.max(a, b);
  const share = exp(a - top) / (exp(a - top) + exp(b - top));
  // At the centre the ring pulls nowhere.
  const pull = r > 0 ? -off / (0.4 * r) : 0;
  return {
    value: -0.5 * off * off + top + log(exp(a - top) + exp(b - top)),
    slope1: pull * z1 - (share * right + (1 - share) * left) / 0.6,
    slope2: pull * z2,
  };
};
