import type { Bijection } from '../types.ts';

/** One line of the law table: a named constructor, and what is known about its Jacobian. */
export type LawRow = {
  name: string;
  build: () => Bijection;
  dimensions: number;
  preservesVolume?: boolean;
  /** Deviation of the noise that parameters are moved by; less than the usual 0.5 where exponentials stand on exponentials. */
  perturbation?: number;
  /** false where x does not fill ℝᵈ: the way back then starts from points that were pushed. */
  onto?: boolean;
  /** Cells a side of the grid for ∫p, 256 where left out: fewer do where the density is smooth and slow to score. */
  cells?: number;
  /** 0 where ∂x_i/∂z_j must vanish. */
  pattern?: number[][];
};
