import { energy } from '#datasets';
import { gaussianEntropy2, gridPoints, mean, normals, rng, standardError } from '#numerics';
import { download } from './download.ts';
import type { Energy, EnergySpec } from '#datasets';
import type { Matrix2 } from '#numerics';
import type { HeldOut } from './protocol.ts';
import type { TrainableFlow } from './trainable-flow.ts';

/** Samples of the flow pushed through it at once. */
const AT_ONCE = 4096;
/** Points a side of the grid that the energy's mean and covariance are summed on. */
const SIDE = 256;

/**
 * The reverse KL loss E_q[log q + U] on samples of the flow, always from the same base samples. Its floor is −log Z: what is
 * above it is KL(q‖p). `left` is the share of samples with z₁ < 0: half of them where both modes of U1 are covered.
 */
export function energyScorer(spec: EnergySpec, samples: number): (flow: TrainableFlow, step: number) => HeldOut {
  const target = energy(spec);
  let truth: { floor: number; gaussian: number } | undefined;
  return (flow, step) => {
    truth ??= { floor: -target.logNormaliser.nats, gaussian: gaussianLoss(target) };
    const source = rng(0, `held-out/${spec.name}`);
    const losses = new Float64Array(samples);
    let left = 0;
    for (let from = 0; from < samples; from += AT_ONCE) {
      const n = Math.min(AT_ONCE, samples - from);
      const [x, logProb] = download(() => {
        const drawn = flow.sampleAndLogProb(n, source);
        return [drawn.x, drawn.logProb];
      });
      target.logUnnormalised(x).forEach((minusU, i) => {
        losses[from + i] = logProb[i]! - minusU;
        if (x[2 * i]! < 0) left += 1;
      });
    }
    const nll = mean(losses);
    const excess = nll - truth.floor;
    return { step, nll, ...truth, excess, excessError: standardError(losses), left: left / samples };
  };
}

/** E_g[log g + U] of the Gaussian with the energy's mean and covariance. */
function gaussianLoss(target: Energy): number {
  const { centre, covariance } = moments(target);
  const [xx, xy, , yy] = covariance;
  // x = centre + L e with the Cholesky factor L of the covariance.
  const across = Math.sqrt(xx);
  const slant = xy / across;
  const along = Math.sqrt(yy - slant * slant);
  const points = normals(rng(0, 'held-out/gaussian'), 2 * AT_ONCE);
  for (let i = 0; i < points.length; i += 2) {
    const [a, b] = [points[i]!, points[i + 1]!];
    points[i] = centre[0] + across * a;
    points[i + 1] = centre[1] + slant * a + along * b;
  }
  return -gaussianEntropy2(covariance) - mean(target.logUnnormalised(points));
}

function moments(target: Energy): { centre: [number, number]; covariance: Matrix2 } {
  const points = gridPoints({ ...target.box, columns: SIDE, rows: SIDE });
  const weights = target.logUnnormalised(points).map(Math.exp);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const expect = (f: (x: number, y: number) => number) =>
    weights.reduce((sum, weight, i) => sum + weight * f(points[2 * i]!, points[2 * i + 1]!), 0) / total;
  const [mx, my] = [expect((x) => x), expect((_, y) => y)];
  const xy = expect((x, y) => (x - mx) * (y - my));
  return {
    centre: [mx, my],
    covariance: [expect((x) => (x - mx) * (x - mx)), xy, xy, expect((_, y) => (y - my) * (y - my))],
  };
}
