import * as tf from '#tf';
import type { Tensor, Tensor1D, Tensor2D } from '#tf';
import { explainInverse } from '../ledger/explain-inverse.ts';
import type { Bijection, Composition, LedgerTerm, Pulled, Pushed } from '../types.ts';

/**
 * Layers one after the other, in reading order: x = f_K ∘ … ∘ f_1(z) with f_1 = layers[0].
 * log|det| is the sum of the layers'. Inverse runs them backwards.
 * @throws RangeError if there is no layer, or if two layers have different sizes.
 */
export function compose<Z extends Tensor = Tensor2D, X extends Tensor = Z>(
  layers: readonly Bijection<Tensor>[],
): Composition<Z, X> {
  const dimensions = commonSize(layers);

  const trace = (z: Tensor, context?: Tensor2D): Pushed<Tensor>[] =>
    tf.tidy(() => {
      const steps: Pushed<Tensor>[] = [];
      for (const layer of layers) steps.push(layer.forward(steps.at(-1)?.x ?? z, context));
      return steps;
    });

  const pullThrough = (pull: (layer: Bijection<Tensor>, x: Tensor) => Pulled<Tensor>, x: Tensor): Pulled<Tensor>[] =>
    tf.tidy(() => {
      const steps: Pulled<Tensor>[] = [];
      for (const layer of layers.toReversed()) steps.push(pull(layer, steps.at(-1)?.z ?? x));
      return steps;
    });
  const traceInverse = (x: Tensor, context?: Tensor2D) =>
    pullThrough((layer, input) => layer.inverse(input, context), x);
  const last = (steps: Pulled<Tensor>[]): Pulled<Z> => ({
    z: steps.at(-1)!.z as Z,
    logDet: total(steps),
  });

  return {
    name: 'composition',
    dimensions,
    layers,
    ...(layers.some((layer) => layer.training) && {
      training: compose<Z, X>(layers.map((layer) => layer.training ?? layer)),
    }),
    parameters: layers.flatMap((layer) => layer.parameters),
    state: layers.flatMap((layer) => layer.state ?? []),
    initialise: (x, context) =>
      tf.tidy(() =>
        last(
          pullThrough(
            (layer, input) => (layer.initialise ? layer.initialise(input, context) : layer.inverse(input, context)),
            x,
          ),
        ),
      ),
    forward: (z, context) =>
      tf.tidy(() => {
        const steps = trace(z, context);
        return { x: steps.at(-1)!.x as X, logDet: total(steps) };
      }),
    inverse: (x, context) => tf.tidy(() => last(traceInverse(x, context))),
    explain: (x, context) =>
      tf.tidy(() => {
        let z: Tensor = x;
        const byLayer: LedgerTerm[][] = layers.map(() => []);
        for (const [i, layer] of [...layers.entries()].toReversed()) {
          const explained = explainInverse(layer, z, context);
          byLayer[i] = explained.terms.map((term) => ({ ...term, layer: [i, ...term.layer] }));
          z = explained.z;
        }
        return { z: z as Z, terms: byLayer.flat() };
      }),
    trace,
    traceInverse,
  };
}

const total = (steps: readonly { logDet: Tensor1D }[]): Tensor1D => tf.addN(steps.map((step) => step.logDet));

function commonSize(layers: readonly Bijection<Tensor>[]): number | undefined {
  if (layers.length === 0) throw new RangeError('compose: layers is empty; give at least one bijection.');
  const sized = layers.findIndex((layer) => layer.dimensions !== undefined);
  const dimensions = layers[sized]?.dimensions;
  layers.forEach((layer, i) => {
    if (layer.dimensions !== undefined && layer.dimensions !== dimensions) {
      throw new RangeError(
        `compose: layers[${i}] (${layer.name}) has ${layer.dimensions} dimensions, ` +
          `but layers[${sized}] (${layers[sized]!.name}) has ${dimensions}; all must agree.`,
      );
    }
  });
  return dimensions;
}
