import { cos, i0e, log, logSumExp, sin } from '#numerics';
import { radialEntropy } from './entropy.ts';
import type { Shape } from './types.ts';

/**
 * Concentric circles of equal weight, each blurred by sd·N(0, I):
 * p(r) = mean over R of e^(−(r − R)²/2sd²)·[e^(−a) I₀(a)]/(2π sd²), a = rR/sd² (the scaled Bessel function never overflows).
 */
export function gaussianRings(radii: readonly number[], sd: number): Shape {
  const constant = -log(2 * Math.PI * sd * sd * radii.length);
  const terms = new Float64Array(radii.length);
  const logDensityAtRadius = (r: number) => {
    radii.forEach((radius, i) => {
      const gap = (r - radius) / sd;
      terms[i] = log(i0e((r * radius) / (sd * sd))) - 0.5 * gap * gap;
    });
    return constant + logSumExp(terms);
  };
  const largest = Math.max(...radii);
  const spread = radii.reduce((sum, radius) => sum + radius * radius, 0) / radii.length / 2 + sd * sd;
  const edge = largest + 4 * sd;
  return {
    draw(rng) {
      const radius = radii[rng.integer(radii.length)]!;
      const angle = 2 * Math.PI * rng.uniform();
      return [radius * cos(angle) + sd * rng.normal(), radius * sin(angle) + sd * rng.normal()];
    },
    logDensity(points) {
      const result = new Float64Array(points.length / 2);
      for (let i = 0; i < result.length; i++) {
        const x = points[2 * i]!;
        const y = points[2 * i + 1]!;
        result[i] = logDensityAtRadius(Math.sqrt(x * x + y * y));
      }
      return result;
    },
    entropy: () => radialEntropy(logDensityAtRadius, largest + 10 * sd),
    mean: [0, 0],
    covariance: [spread, 0, 0, spread],
    box: { x: [-edge, edge], y: [-edge, edge] },
  };
}
