import { describe, expect, it } from 'vitest';
import { normals, rng } from '#numerics';
import { adam } from './adam.ts';

const size = 7;
const gradientAt = (step: number) => normals(rng(step, 'gradient'), size);

/** Algorithm 1 of the paper, word for word, with powers by `**`. */
function referenceAdam(theta: number[], steps: number, rate: number): number[] {
  const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-8];
  const m = theta.map(() => 0);
  const v = theta.map(() => 0);
  for (let t = 1; t <= steps; t++) {
    gradientAt(t).forEach((g, i) => {
      m[i] = beta1 * m[i]! + (1 - beta1) * g;
      v[i] = beta2 * v[i]! + (1 - beta2) * g * g;
      theta[i]! -= (rate * (m[i]! / (1 - beta1 ** t))) / (Math.sqrt(v[i]! / (1 - beta2 ** t)) + epsilon);
    });
  }
  return theta;
}

describe('adam', () => {
  it("follows the paper's algorithm", () => {
    const theta = normals(rng(1), size);
    const expected = referenceAdam([...theta], 40, 0.01);
    const optimiser = adam({ size });
    for (let step = 1; step <= 40; step++) optimiser.update(theta, gradientAt(step), 0.01);
    // m, v and θ are float32 here: 6e-8 relative a step.
    theta.forEach((value, i) => expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-5));
    expect(optimiser.step).toBe(40);
  });

  it('goes on from a restored state, bit for bit', () => {
    const [straight, resumed] = [normals(rng(1), size), normals(rng(1), size)];
    const whole = adam({ size });
    for (let step = 1; step <= 20; step++) whole.update(straight, gradientAt(step), 0.01);

    const before = adam({ size });
    for (let step = 1; step <= 8; step++) before.update(resumed, gradientAt(step), 0.01);
    const after = adam({ size });
    after.restore(structuredClone(before.save()));
    for (let step = 9; step <= 20; step++) after.update(resumed, gradientAt(step), 0.01);
    expect(resumed).toEqual(straight);
    expect(after.save()).toEqual(whole.save());
  });

  it('saves a copy that later steps do not change', () => {
    const optimiser = adam({ size });
    const saved = optimiser.save();
    optimiser.update(new Float32Array(size), gradientAt(1), 0.01);
    expect(saved).toEqual({ step: 0, m: new Float32Array(size), v: new Float32Array(size) });
  });

  it('refuses the state of another flow', () => {
    expect(() => adam({ size: 3 }).restore(adam({ size }).save())).toThrow('the state holds 7 numbers');
  });
});
