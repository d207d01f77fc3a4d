import type { Matrix2 } from '#numerics';
import type { CurveNodes } from './curve-density.ts';

/** Mean and covariance of a point on the curve plus independent isotropic noise of standard deviation sd. */
export function momentsOfCurve(
  { x, y, weight }: CurveNodes,
  sd: number,
): { mean: [number, number]; covariance: Matrix2 } {
  const expect = (f: (x: number, y: number) => number) => weight.reduce((sum, w, i) => sum + w * f(x[i]!, y[i]!), 0);
  const mx = expect((u) => u);
  const my = expect((_, v) => v);
  const xx = expect((u) => (u - mx) * (u - mx)) + sd * sd;
  const xy = expect((u, v) => (u - mx) * (v - my));
  const yy = expect((_, v) => (v - my) * (v - my)) + sd * sd;
  return { mean: [mx, my], covariance: [xx, xy, xy, yy] };
}
