import * as tf from '#tf';
import type { Tensor1D, Tensor2D } from '#tf';
import { logit } from '../bijections/logit.ts';
import type { Bijection } from '../types.ts';
import { d, signed } from './signed-layers.ts';
import type { Signs, Specimen } from './signed-layers.ts';

const [levels, alpha] = [5, 0.1];
const shrink = 1 - 2 * alpha;
const real = () => logit({ dimensions: d, levels, alpha });
const total = (signs: Signs, curve: Tensor2D) =>
  tf.add<Tensor1D>(
    tf.sum(signed(signs[0], curve), 1),
    d * (signs[1]! * Math.log(levels) + signs[2]! * Math.log(shrink)),
  );

/** y = L(σ(+z) − α)/(1 − 2α), and its three log-slopes;  z = +log s − log(1 − s), s = (1 − 2α)y/L + α, and minus them */
function logitWithSigns(signs: Signs): Bijection {
  return {
    ...real(),
    forward: (z) => {
      const s = tf.sigmoid(signed(signs[0], z));
      const y = tf.mul<Tensor2D>(tf.add(s, signs[1]! * alpha), levels / shrink);
      const curve = tf.neg<Tensor2D>(tf.add(tf.softplus(z), tf.softplus(tf.neg(z))));
      return { x: y, logDet: total(signs.slice(2, 5), curve) };
    },
    inverse: (y) => {
      const s = tf.add<Tensor2D>(tf.mul(y, shrink / levels), signs[5]! * alpha);
      const [below, above] = [tf.log(s), tf.log(tf.sub<Tensor2D>(1, s))];
      const z = tf.add<Tensor2D>(signed(signs[6], below), signed(signs[7], above));
      return { z, logDet: total(signs.slice(8), tf.add(below, above)) };
    },
  };
}

/** The preprocessing of whole numbers with its signs as arguments, see `signed-layers.ts`. */
export const discreteSpecimens: Specimen[] = [
  { name: 'logit', rightSigns: [1, -1, 1, 1, -1, 1, 1, -1, -1, -1, 1], real, rewritten: logitWithSigns },
];
