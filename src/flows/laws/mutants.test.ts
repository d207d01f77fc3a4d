import { describe, expect, it } from 'vitest';
import * as tf from '#tf';
import type { Tensor, Tensor1D, Tensor2D } from '#tf';
import { normals, rng } from '#numerics';
import { actnorm } from '../bijections/actnorm.ts';
import { autoregressive } from '../bijections/autoregressive.ts';
import { compose } from '../bijections/compose.ts';
import { coupling } from '../bijections/coupling.ts';
import { invert } from '../bijections/invert.ts';
import { householder } from '../bijections/householder.ts';
import { elementwise } from '../bijections/elementwise.ts';
import { luLinear } from '../bijections/lu-linear.ts';
import { permutation } from '../bijections/permutation.ts';
import { convnet } from '../conditioners/convnet.ts';
import { hiddenDegrees, madeMasks } from '../conditioners/made-masks.ts';
import type { Mask } from '../conditioners/made-masks.ts';
import { made } from '../conditioners/made.ts';
import { networkConditioner } from '../conditioners/network-conditioner.ts';
import { feedForward } from '../conditioners/network.ts';
import { flattened } from '../images/flattened.ts';
import { imageCoupling } from '../images/image-coupling.ts';
import { pixelwise } from '../images/pixelwise.ts';
import { channelSplit } from '../images/split.ts';
import { squeeze } from '../images/squeeze.ts';
import { affineTransformer } from '../transformers/affine.ts';
import { mixtureCdf } from '../transformers/mixture-cdf.ts';
import { logisticFamily } from '../transformers/mixture-components.ts';
import { rationalQuadraticSpline } from '../transformers/rational-quadratic-spline.ts';
import { exponential } from '../transformers/scale-maps.ts';
import type { Bijection, Conditioner, Transformer } from '../types.ts';
import {
  autoregressivePattern,
  couplingPattern,
  inverseLogDet,
  jacobianZeros,
  logDetAgainstAutodiff,
  roundTrip,
} from './bijection-laws.ts';
import { perturb } from './perturb.ts';
import { contextSpecimens } from './signed-context-layers.ts';
import { signedCurves } from './signed-curves.ts';
import { discreteSpecimens } from './signed-discrete.ts';
import { conditioner, d, mask, specimens } from './signed-layers.ts';
import { imageSpecimens } from './signed-image-layers.ts';
import { linearAndLemmaSpecimens } from './signed-lemma-layers.ts';

function perturbed(f: Bijection): Bijection {
  perturb(f.parameters, rng(3));
  return f;
}

const order = [2, 0, 1];
const madeOptions = { paramsPerDim: 2, hidden: [4], activation: 'tanh', rng: rng(1) } as const;

function masksOf(of: readonly number[]): Mask[] {
  return madeMasks({ order: of, paramsPerDim: 2, degrees: hiddenDegrees(of.length, madeOptions.hidden) });
}

/** The entries of the last matrix that a mask closes, so that opening one lets a dimension see itself or a later one. */
function leaks(of: readonly number[]): number[] {
  return [...masksOf(of).at(-1)!.values].flatMap((open, at) => (open === 0 ? [at] : []));
}

/** An autoregressive layer with one entry of its last mask opened, and a conditioner that keeps silent about it. */
function leaky(of: readonly number[], at: number): Bijection {
  const d = of.length;
  const masks = masksOf(of);
  masks.at(-1)!.values[at] = 1;
  const network = feedForward({ widths: [d, ...madeOptions.hidden, 2 * d], activations: ['tanh'], rng: rng(1), masks });
  const { dependencies } = made({ ...madeOptions, order: of });
  const conditioner = { ...networkConditioner('leaky', { dimensions: d, paramsPerDim: 2 }, network), dependencies };
  return autoregressive({ order: of, conditioner, transformer: affineTransformer({ scale: exponential }) });
}

const points = (dimensions = d) => tf.tensor2d(normals(rng(2), 8 * dimensions), [8, dimensions]);

/** The laws that are broken at these points. */
function redLaws(f: Bijection, zeros?: number[][]): string[] {
  const z = points(f.dimensions);
  const violations = {
    roundTrip: roundTrip(f, z),
    inverseLogDet: inverseLogDet(f, z),
    logDetAgainstAutodiff: logDetAgainstAutodiff(f, z),
    jacobianZeros: zeros ? jacobianZeros(f, z, zeros) : 0,
  };
  return Object.entries(violations).flatMap(([law, violation]) => (violation < 1e-4 ? [] : [law]));
}

describe.each([
  ...specimens,
  ...linearAndLemmaSpecimens,
  ...contextSpecimens,
  ...discreteSpecimens,
  ...imageSpecimens,
  ...signedCurves,
])('$name', ({ rightSigns, real, rewritten }) => {
  it('with the right signs is the layer of the library, and no law is red', () => {
    const [ours, again] = [perturbed(real()), perturbed(rewritten(rightSigns))];
    const z = points(ours.dimensions);
    const { x } = ours.forward(z);
    for (const [a, b] of [
      [ours.forward(z).x, again.forward(z).x],
      [ours.forward(z).logDet, again.forward(z).logDet],
      [ours.inverse(x).z, again.inverse(x).z],
      [ours.inverse(x).logDet, again.inverse(x).logDet],
    ] as const) {
      expect(tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]).toBeLessThan(1e-5);
    }
    expect(redLaws(again)).toEqual([]);
  });

  it.each(rightSigns.map((_, i) => i))('turns a law red when sign %i is changed', (which) => {
    const signs = rightSigns.map((sign, i) => (i === which ? -sign : sign));
    expect(redLaws(perturbed(rewritten(signs)))).not.toEqual([]);
  });
});

describe('mistakes that are no sign', () => {
  it('a permutation undone by itself turns the round trip red', () => {
    const real = permutation([2, 0, 1]);
    const broken: Bijection = {
      ...real,
      inverse: (x) => ({
        z: real.forward(x).x,
        logDet: real.inverse(x).logDet,
      }),
    };
    expect(redLaws(broken)).toContain('roundTrip');
  });

  it('a coupling whose conditioner sees what it should not turns several laws red', () => {
    const net = conditioner(2);
    const transformer = affineTransformer({ scale: exponential });
    const real = coupling({ mask, transformer, conditioner: net });
    const leaky: Bijection = {
      ...real,
      forward: (z) => {
        const { x, logSlope } = transformer.forward(z, net.theta(z));
        return { x, logDet: tf.sum<Tensor1D>(logSlope, 1) };
      },
    };
    expect(redLaws(perturbed(leaky), couplingPattern(mask))).toEqual(
      expect.arrayContaining(['roundTrip', 'logDetAgainstAutodiff', 'jacobianZeros']),
    );
  });

  it.each(leaks(order))('a MADE mask that leaks at %i of its last matrix turns a law red', (at) => {
    const f = perturbed(leaky(order, at));
    const other = invert(f);
    const zeros = autoregressivePattern(order);
    expect([...redLaws(f, zeros), ...redLaws(other, zeros)]).toEqual(
      expect.arrayContaining(['roundTrip', 'logDetAgainstAutodiff']),
    );
  });

  it('a MADE mask that lets the last dimension through to the first turns the zeros red', () => {
    const [unitOfLast, outputOfFirst] = [order.length - 2, 2 * order[0]!];
    const f = perturbed(leaky(order, unitOfLast * 2 * order.length + outputOfFirst));
    expect(redLaws(invert(f), autoregressivePattern(order))).toContain('jacobianZeros');
  });

  it('a sequential direction that stops one pass early turns the round trip red', () => {
    const conditioner = made({ ...madeOptions, order });
    const transformer = affineTransformer({ scale: exponential });
    const real = autoregressive({ order, conditioner, transformer });
    const hasty: Bijection = {
      ...real,
      forward: (z) => {
        let x = tf.zerosLike(z);
        for (let pass = 1; pass < real.passes!.forward; pass++) {
          x = transformer.forward(z, conditioner.theta(x)).x;
        }
        return { x, logDet: real.forward(z).logDet };
      },
    };
    expect(redLaws(perturbed(real))).toEqual([]);
    expect(redLaws(hasty)).toContain('roundTrip');
  });

  it('a volume-preserving coupling centred over kept dimensions, too, turns the autodiff law red', () => {
    const net = conditioner(2);
    const everywhere: Conditioner = {
      ...net,
      theta: (kept) => {
        const [t, u] = tf.unstack(net.theta(kept), 2) as [Tensor2D, Tensor2D];
        return tf.stack([t, tf.sub<Tensor2D>(u, tf.expandDims(tf.mean(u, 1), 1))], 2);
      },
    };
    const wide = coupling({
      mask: [1, 0, 0],
      conditioner: everywhere,
      transformer: affineTransformer({ scale: exponential }),
    });
    const broken: Bijection = { ...wide, forward: (z) => ({ x: wide.forward(z).x, logDet: tf.zeros([z.shape[0]]) }) };
    expect(redLaws(perturbed(broken))).toContain('logDetAgainstAutodiff');
  });

  it('mirrors undone in the order they were done in turn the round trip red', () => {
    const real = householder({ dimensions: d, reflections: 3, rng: rng(4) });
    const broken: Bijection = { ...real, inverse: (x) => ({ z: real.forward(x).x, logDet: real.inverse(x).logDet }) };
    expect(redLaws(perturbed(broken))).toContain('roundTrip');
  });

  it('a spline whose way back takes widths for heights turns the round trip red', () => {
    const bins = 4;
    const spline = rationalQuadraticSpline({ bins });
    const swapped = (theta: Tensor) => {
      const [n, size] = [theta.shape[0]!, theta.shape[1]!];
      const part = (from: number, count: number) => tf.slice(theta, [0, 0, from], [n, size, count]);
      return tf.concat([part(bins, bins), part(0, bins), part(2 * bins, bins - 1)], 2);
    };
    const broken: Transformer = { ...spline, inverse: (x, theta) => spline.inverse(x, swapped(theta)) };
    expect(redLaws(perturbed(elementwise({ transformer: broken, dimensions: d })))).toContain('roundTrip');
  });

  it('a mixture whose log-slope forgets 1 − F turns the autodiff law red', () => {
    const mixture = mixtureCdf({ family: logisticFamily, components: 3 });
    const broken: Transformer = {
      ...mixture,
      forward: (z, theta) => {
        const { x, logSlope } = mixture.forward(z, theta);
        return { x, logSlope: tf.sub(logSlope, tf.softplus(z)) };
      },
    };
    const laws = redLaws(perturbed(elementwise({ transformer: broken, dimensions: d })));
    expect(laws).toEqual(expect.arrayContaining(['inverseLogDet', 'logDetAgainstAutodiff']));
  });

  it('a log-det of pixels that counts one pixel alone turns the laws red', () => {
    const shape = [2, 2, 1] as const;
    const real = flattened(pixelwise({ shape, of: actnorm(1) }));
    const broken: Bijection = {
      ...real,
      forward: (z) => {
        const { x, logDet } = real.forward(z);
        return { x, logDet: tf.div<Tensor1D>(logDet, shape[0] * shape[1]) };
      },
    };
    expect(redLaws(perturbed(broken))).toEqual(['inverseLogDet', 'logDetAgainstAutodiff']);
  });

  it('a squeeze that a transposed squeeze undoes turns the round trip red', () => {
    const real = flattened(squeeze([2, 2, 2]));
    const swapped = permutation([0, 2, 1, 3, 4, 6, 5, 7]);
    const broken: Bijection = { ...real, inverse: (x) => swapped.inverse(real.inverse(x).z) };
    expect(redLaws(broken)).toEqual(['roundTrip']);
  });

  it('a coupling of images that keeps the other half on its way back turns the round trip red', () => {
    const transformer = affineTransformer({ scale: exponential });
    const split = channelSplit([1, 2, 2]);
    const net = convnet({
      shape: [1, 2, 1],
      channels: 1,
      paramsPerDim: 2,
      hidden: [3],
      activation: 'tanh',
      rng: rng(1),
    });
    const [real, other] = (['first', 'second'] as const).map((keep) =>
      flattened(imageCoupling({ split, keep, conditioner: net, transformer })),
    );
    expect(redLaws(perturbed(real!))).toEqual([]);
    expect(redLaws({ ...real!, inverse: other!.inverse })).toContain('roundTrip');
  });

  it('layers undone in the wrong order turn the round trip red', () => {
    const [first, second] = [actnorm(d), luLinear(d)];
    const real = compose([first, second]);
    const broken: Bijection = {
      ...real,
      inverse: (x) => second.inverse(first.inverse(x).z),
    };
    expect(redLaws(perturbed(broken))).toContain('roundTrip');
  });
});
