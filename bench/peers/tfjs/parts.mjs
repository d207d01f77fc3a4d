/** What the stock models share. */

/** W and b of each layer, full width in and out. */
export const layersOf = (variable, hidden, outputs) =>
  [2, ...hidden].map((width, i, widths) => {
    const next = widths[i + 1] ?? outputs;
    return [variable(width, next), variable(next)];
  });

export const perceptron = (layers, x, masks = []) =>
  layers.reduce((h, [w, b], i) => {
    const out = h.matMul(masks[i] ? w.mul(masks[i]) : w).add(b);
    return i < layers.length - 1 ? out.relu() : out;
  }, x);

/** Activation normalization. */
export const actnorm = (variable) => {
  const [logScale, shift] = [variable(2), variable(2)];
  return (x) => ({ z: x.sub(shift).mul(logScale.neg().exp()), logDet: logScale.sum().neg() });
};

/** logProb of layers in the order of sampling, each x → { z, logDet }, under a standard normal base. */
export const scored = (layers) => (x) => {
  let z = x;
  let logDet = 0;
  for (const layer of [...layers].reverse()) {
    const pulled = layer(z);
    z = pulled.z;
    logDet = pulled.logDet.add(logDet);
  }
  return z
    .square()
    .sum(1)
    .mul(-0.5)
    .sub(Math.log(2 * Math.PI))
    .add(logDet);
};
