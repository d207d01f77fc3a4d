import { actnorm, layersOf, perceptron, scored } from './parts.mjs';

const LEAST = 1e-3;
const SHARPNESS = Math.LN2 / (1 - LEAST);

export function build({ tf, spec, variable }) {
  const layers = spec.layers.slice(0, -1).map((layer) => {
    if (layer.kind === 'lu-linear') return luLinear(variable(2, 2), variable(2));
    const { bins, interval } = layer.transformer;
    const net = layersOf(variable, layer.conditioner.hidden, 2 * (3 * bins - 1));
    const [held, free] = [tf.tensor1d(layer.mask), tf.tensor1d(layer.mask.map((bit) => 1 - bit))];
    return (x) => {
      const theta = perceptron(net, x.mul(held)).reshape([-1, 2, 3 * bins - 1]);
      const { value, logSlope } = spline(x, theta, bins, interval[1]);
      return { z: x.mul(held).add(value.mul(free)), logDet: logSlope.mul(free).sum(1) };
    };
  });
  return scored([...layers, actnorm(variable)]);

  /** z and log|dz/dx| of every dimension: theta [n, 2, 3K − 1]. */
  function spline(x, theta, bins, bound) {
    const [widthShares, heightShares, slopeNumbers] = tf.split(theta, [bins, bins, bins - 1], 2);
    const cut = (shares) => {
      const sizes = shares
        .softmax()
        .mul(1 - LEAST * bins)
        .add(LEAST)
        .mul(2 * bound);
      return { sizes, edges: sizes.cumsum(2, true).sub(bound) };
    };
    const across = cut(widthShares);
    const up = cut(heightShares);
    const one = tf.onesLike(x).expandDims(2);
    const slopes = tf.concat([one, slopeNumbers.mul(SHARPNESS).softplus().div(SHARPNESS).add(LEAST), one], 2);
    const clipped = x.clipByValue(-bound, bound);
    // 1 in the bin that holds x.
    const passed = clipped
      .expandDims(2)
      .sub(up.edges.slice([0, 0, 1]))
      .step();
    const bin = tf.concat([one, passed], 2).sub(tf.concat([passed, tf.zerosLike(one)], 2));
    const pick = (table) => table.mul(bin).sum(2);
    const [zk, width, xk, height] = [across.edges, across.sizes, up.edges, up.sizes].map(pick);
    const left = pick(slopes.slice([0, 0, 0], [-1, -1, bins]));
    const right = pick(slopes.slice([0, 0, 1], [-1, -1, bins]));

    const s = height.div(width);
    const excess = left.add(right).sub(s.mul(2));
    const risen = clipped.sub(xk);
    const a = height.mul(s.sub(left)).add(risen.mul(excess));
    const b = height.mul(left).sub(risen.mul(excess));
    const c = s.mul(risen).neg();
    const root = b.square().sub(a.mul(c).mul(4)).sqrt();
    const xi = c.mul(-2).div(b.add(root));
    const rest = xi.neg().add(1);
    const between = xi.mul(rest);
    const above = right.mul(xi.square()).add(s.mul(between).mul(2)).add(left.mul(rest.square())).mul(s.square());
    const below = s.add(excess.mul(between));
    const inside = tf.sub(1, x.sub(clipped).abs().sign());
    return {
      value: inside.mul(zk.add(xi.mul(width))).add(x.mul(tf.sub(1, inside))),
      logSlope: inside.mul(below.log().mul(2).sub(above.log())),
    };
  }

  function luLinear(factors, bias) {
    return (x) => {
      const [[, u01], [l10]] = tf.unstack(factors).map((row) => tf.unstack(row));
      const diagonal = tf.stack([factors.slice([0, 0], [1, 1]), factors.slice([1, 1], [1, 1])]).reshape([2]);
      const scale = diagonal.softplus().add(LEAST);
      const [u00, u11] = tf.unstack(scale);
      const [x0, x1] = tf.unstack(x.sub(bias), 1);
      const z1 = x1.sub(x0.mul(l10)).div(u11);
      const z0 = x0.sub(z1.mul(u01)).div(u00);
      return { z: tf.stack([z0, z1], 1), logDet: scale.log().sum().neg() };
    };
  }
}
