import type { Transformer } from '../types.ts';

/** The same elementwise map read the other way: forward is τ⁻¹ and inverse is τ, with the same θ. */
export function invertTransformer(transformer: Transformer): Transformer {
  return {
    name: `inverse ${transformer.name}`,
    paramsPerDim: transformer.paramsPerDim,
    forward(z, theta) {
      const { z: x, logSlope } = transformer.inverse(z, theta);
      return { x, logSlope };
    },
    inverse(x, theta) {
      const { x: z, logSlope } = transformer.forward(x, theta);
      return { z, logSlope };
    },
  };
}
