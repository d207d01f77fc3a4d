import { scored } from './parts.mjs';

export function build({ spec, variable }) {
  const layers = spec.layers.map(() => {
    const [u, w, b] = [variable(2), variable(2), variable(1)];
    return (x) => {
      const dot = w.mul(u).sum();
      const gap = dot.softplus();
      const uHat = u.add(w.mul(gap.sub(1).sub(dot).div(w.square().sum())));
      const h = x
        .matMul(w.reshape([2, 1]))
        .add(b)
        .tanh();
      const slope = h.square().neg().add(1).mul(gap.sub(1));
      return { z: x.add(h.mul(uHat)), logDet: slope.add(1).log().sum(1) };
    };
  });
  return scored(layers);
}
