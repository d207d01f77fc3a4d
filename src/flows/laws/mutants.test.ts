import { describe, expect, it } from 'vitest';
import * as tf from '#tf';
import type { Tensor, Tensor1D } from '#tf';
import { normals, rng } from '#numerics';
import { actnorm } from '../bijections/actnorm.ts';
import { compose } from '../bijections/compose.ts';
import { coupling } from '../bijections/coupling.ts';
import { elementwise } from '../bijections/elementwise.ts';
import { luLinear } from '../bijections/lu-linear.ts';
import { permutation } from '../bijections/permutation.ts';
import { affineTransformer } from '../transformers/affine.ts';
import { mixtureCdf } from '../transformers/mixture-cdf.ts';
import { logisticFamily } from '../transformers/mixture-components.ts';
import { rationalQuadraticSpline } from '../transformers/rational-quadratic-spline.ts';
import { exponential } from '../transformers/scale-maps.ts';
import type { Bijection, Transformer } from '../types.ts';
import { couplingPattern, inverseLogDet, jacobianZeros, logDetAgainstAutodiff, roundTrip } from './bijection-laws.ts';
import { perturb } from './perturb.ts';
import { signedCurves } from './signed-curves.ts';
import { conditioner, d, mask, specimens } from './signed-layers.ts';

const points = () => tf.tensor2d(normals(rng(2), 8 * d), [8, d]);

function perturbed(f: Bijection): Bijection {
  perturb(f.parameters, rng(3));
  return f;
}

/** The laws that are broken at these points. */
function redLaws(f: Bijection, zeros?: number[][]): string[] {
  const z = points();
  const violations = {
    roundTrip: roundTrip(f, z),
    inverseLogDet: inverseLogDet(f, z),
    logDetAgainstAutodiff: logDetAgainstAutodiff(f, z),
    jacobianZeros: zeros ? jacobianZeros(f, z, zeros) : 0,
  };
  return Object.entries(violations).flatMap(([law, violation]) => (violation < 1e-4 ? [] : [law]));
}

describe.each([...specimens, ...signedCurves])('$name', ({ rightSigns, real, rewritten }) => {
  it('with the right signs is the layer of the library, and no law is red', () => {
    const [ours, again] = [perturbed(real()), perturbed(rewritten(rightSigns))];
    const z = points();
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
