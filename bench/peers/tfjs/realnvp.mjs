import { actnorm, layersOf, perceptron, scored } from './parts.mjs';

export function build({ tf, spec, variable }) {
  const couplings = spec.layers.slice(0, -1).map(({ mask, conditioner }) => {
    const [held, free] = [tf.tensor1d(mask), tf.tensor1d(mask.map((bit) => 1 - bit))];
    const net = layersOf(variable, conditioner.hidden, 4);
    return (x) => {
      const kept = x.mul(held);
      const [t, u] = perceptron(net, kept).reshape([-1, 2, 2]).unstack(2);
      const s = u.mul(0.5).tanh().mul(2);
      return { z: kept.add(x.sub(t).mul(s.neg().exp()).mul(free)), logDet: s.mul(free).sum(1).neg() };
    };
  });
  return scored([...couplings, actnorm(variable)]);
}
