import type { Tensor, Tensor2D } from '#tf';
import type { Bijection, Explained } from '../types.ts';

/** f⁻¹ with the parts of its log-det: those that f names, or one by the name of f. */
export function explainInverse(f: Bijection<Tensor>, x: Tensor, context?: Tensor2D): Explained<Tensor> {
  if (f.explain) return f.explain(x, context);
  const { z, logDet } = f.inverse(x, context);
  return { z, terms: [{ term: `log-det of ${f.name}`, layer: [], values: logDet }] };
}
