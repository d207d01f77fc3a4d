import { actnorm, scored } from './parts.mjs';

/** FFJORD's concat-squash field with a forward tangent for every dimension: tfjs has no second derivatives. */
export function build({ tf, spec, variable }) {
  const { field, solver } = spec.layers[0];
  const widths = [2, ...field.hidden, 2];
  const layers = widths.slice(1).map((width, i) => ({
    w: variable(widths[i], width),
    b: variable(width),
    gate: variable(1, width),
    gateBias: variable(width),
    shift: variable(1, width),
  }));

  function slope(t, z) {
    let h = z;
    const n = z.shape[0];
    let tangents = [0, 1].map((i) => tf.oneHot(tf.fill([n], i, 'int32'), 2).toFloat());
    layers.forEach(({ w, b, gate, gateBias, shift }, i) => {
      const open = gate.mul(t).add(gateBias).sigmoid();
      h = h.matMul(w).add(b).mul(open).add(shift.mul(t));
      tangents = tangents.map((tangent) => tangent.matMul(w).mul(open));
      if (i === layers.length - 1) return;
      h = h.tanh();
      tangents = tangents.map((tangent) => tangent.mul(h.square().neg().add(1)));
    });
    const [first, second] = tangents.map((tangent, i) => tangent.slice([0, i], [-1, 1]).reshape([n]));
    return [h, first.add(second)];
  }

  const continuous = (x) => {
    const h = -1 / solver.steps;
    let state = [x, tf.zeros([x.shape[0]])];
    for (let k = 0; k < solver.steps; k++) {
      const t = 1 + k * h;
      const from = ([z], by, [v]) => z.add(v.mul(by));
      const k1 = slope(t, state[0]);
      const k2 = slope(t + h / 2, from(state, h / 2, k1));
      const k3 = slope(t + h / 2, from(state, h / 2, k2));
      const k4 = slope(t + h, from(state, h, k3));
      state = state.map((y, i) =>
        y.add(
          k1[i]
            .add(k2[i].mul(2))
            .add(k3[i].mul(2))
            .add(k4[i])
            .mul(h / 6),
        ),
      );
    }
    return { z: state[0], logDet: state[1] };
  };
  return scored([continuous, actnorm(variable)]);
}
