import { bump, dataset, energy, energyNames, ramp, wave } from '#datasets';
import { sin } from '#numerics';
import { arrayOf } from '../format.ts';
import type { Adapter } from '../preparation.ts';

/** "Sinusoidal(0.4,4)" and its kin: normflows' scale s stands first, and its envelope is 20·s. */
const envelopes = { u2: ['Sinusoidal', 0.4], u3: ['Sinusoidal_gap', 0.35] } as const;

/** The energies at the file's points: there is no map. */
export const targetPotentialsAdapter: Adapter = (golden) => {
  const points = Float64Array.from(arrayOf(golden, 'inputs', 'z').data);
  const along = (curve: typeof wave) =>
    Float64Array.from({ length: points.length / 2 }, (_, i) => curve(points[2 * i]!).height);
  const outputs: Record<string, Float64Array> = { w1: along(wave), w2: along(bump), w3: along(ramp) };
  for (const name of energyNames) {
    outputs[`paper/${name.toUpperCase()}`] = energy({ name })
      .logUnnormalised(points)
      .map((value) => -value);
  }
  outputs['normflows_prior/TwoModes(2,0.2)'] = energy({ name: 'u1' }).logUnnormalised(points);
  for (const name of ['u2', 'u3'] as const) {
    const [peer, scale] = envelopes[name];
    outputs[`normflows_prior/${peer}(${scale},4)`] = energy({ name, envelope: 20 * scale }).logUnnormalised(points);
  }
  // Eight modes on the axes and diagonals, as ours, at the peer's width.
  outputs['normflows_target/CircularGaussianMixture8'] = dataset({
    name: 'eight-gaussians',
    noise: (2 / 3) * sin(Math.PI / 8),
  }).logDensity(Float32Array.from(points));
  return { outputs };
};
