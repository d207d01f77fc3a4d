import { actnorm, layersOf, perceptron, scored } from './parts.mjs';

export function build({ tf, spec, variable }) {
  const layers = spec.layers.slice(0, -1).map(({ order, conditioner }) => {
    const net = layersOf(variable, conditioner.hidden, 4);
    // Hidden units have degree 1, as the dimension that comes first: they read it, and the other one reads them.
    const reads = tf.tensor2d([0, 1].map((i) => [i === order[0] ? 1 : 0]));
    const read = tf.tensor2d([[0, 0, 1, 1].map((i) => (i === order[0] ? 0 : 1))]);
    const masks = net.map((_, i) => (i === 0 ? reads : i === net.length - 1 ? read : undefined));
    return (x) => {
      const [t, u] = perceptron(net, x, masks).reshape([-1, 2, 2]).unstack(2);
      const s = u.mul(0.5).tanh().mul(2);
      return { z: x.sub(t).mul(s.neg().exp()), logDet: s.sum(1).neg() };
    };
  });
  return scored([...layers, actnorm(variable)]);
}
