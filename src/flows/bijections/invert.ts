import type { Tensor, Tensor2D } from '#tf';
import type { Bijection } from '../types.ts';

/**
 * The same map, read the other way: forward is f⁻¹ and inverse is f. Parameters and state are f's own.
 * Data-dependent initialisation does not turn round (it needs f's data side), so an inverted layer has none.
 */
export function invert<Z extends Tensor = Tensor2D, X extends Tensor = Z>(f: Bijection<Z, X>): Bijection<X, Z> {
  return {
    name: `inverse ${f.name}`,
    dimensions: f.dimensions,
    events: f.events && { z: f.events.x, x: f.events.z },
    parameters: f.parameters,
    state: f.state,
    passes: f.passes && { forward: f.passes.inverse, inverse: f.passes.forward },
    ...(f.training && { training: invert(f.training) }),
    forward(z, context) {
      const { z: x, logDet } = f.inverse(z, context);
      return { x, logDet };
    },
    inverse(x, context) {
      const { x: z, logDet } = f.forward(x, context);
      return { z, logDet };
    },
  };
}
