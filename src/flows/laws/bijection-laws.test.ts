import { describe, expect, it } from 'vitest';
import * as tf from '#tf';
import { normals, rng } from '#numerics';
import type { Bijection } from '../types.ts';
import {
  batchIndependence,
  inverseLogDet,
  jacobianZeros,
  leakedTensors,
  logDetAgainstAutodiff,
  logDetSize,
  roundTrip,
} from './bijection-laws.ts';
import { lawTable } from './law-table.ts';
import { perturb } from './perturb.ts';

// Float32 carries 6e-8 relative; values of order 10 through some dozen operations stay well within 1e-4.
const tolerance = 1e-4;
/** Rows that are no multiple of anything; fewer of images, whose Jacobians take one pass for each number. */
const rowsOf = (dimensions: number) => (dimensions > 16 ? 3 : 11);

describe.each(lawTable)('$name', (row) => {
  const { name, build, dimensions, preservesVolume = false, perturbation, onto = true, pattern } = row;
  function prepared(): { f: Bijection; z: tf.Tensor2D; x: tf.Tensor2D } {
    const f = build();
    perturb(f.parameters, rng(8, name), perturbation);
    const rows = rowsOf(dimensions);
    const z = tf.tensor2d(normals(rng(6, 'points'), rows * dimensions), [rows, dimensions]);
    return { f, z, x: onto ? z : f.forward(z).x };
  }

  it('its log-det, perturbed, is large enough to be wrong (or 0 where volume is preserved)', () => {
    const { f, z } = prepared();
    const size = logDetSize(f, z);
    if (preservesVolume) expect(size).toBe(0);
    else expect(size).toBeGreaterThan(0.1);
  });

  it('the inverse undoes the map, both ways', () => {
    const { f, z, x } = prepared();
    expect(roundTrip(f, z)).toBeLessThan(tolerance);
    expect(tf.tidy(() => tf.max(tf.abs(tf.sub(f.forward(f.inverse(x).z).x, x))).dataSync()[0])).toBeLessThan(tolerance);
  });

  it('the inverse log-det is minus the forward one', () => {
    const { f, z } = prepared();
    expect(inverseLogDet(f, z)).toBeLessThan(tolerance);
  });

  it('the log-det is that of the autodiff Jacobian', () => {
    const { f, z } = prepared();
    expect(logDetAgainstAutodiff(f, z)).toBeLessThan(tolerance);
  });

  if (pattern) {
    it('the Jacobian is 0 where the mask says so', () => {
      const { f, z } = prepared();
      expect(jacobianZeros(f, z, pattern)).toBe(0);
    });
  }

  it('a row does not see its batch', () => {
    const { f, z, x } = prepared();
    expect(batchIndependence(f, z, x)).toBeLessThan(1e-6);
  });

  it('leaves no tensor behind', () => {
    const { f, z, x } = prepared();
    const run = () => {
      tf.dispose([f.forward(z), f.inverse(x)]);
      tf.dispose(f.initialise?.(z) ?? []);
    };
    expect(leakedTensors(run)).toBe(0);
  });
});
