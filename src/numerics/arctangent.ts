/** arctan x for x ≥ 0: reciprocal above 1, the angle halved twice, then the power series in x² < 0.04. */
function atanPositive(x: number): number {
  if (x > 1) return Math.PI / 2 - atanPositive(1 / x);
  let t = x / (1 + Math.sqrt(1 + x * x));
  t = t / (1 + Math.sqrt(1 + t * t));
  const t2 = t * t;
  let series = 0;
  for (let n = 25; n >= 3; n -= 2) series = (1 / n - series) * t2;
  return 4 * (t - t * series);
}

/**
 * The angle of the point (x, y), in (−π, π], within 1e-15; the same bits on every engine. atan2(0, 0) = 0.
 * NaN if a coordinate is not finite.
 */
export function atan2(y: number, x: number): number {
  if (!Number.isFinite(x) || !Number.isFinite(y)) return NaN;
  if (y === 0) return x < 0 ? Math.PI : 0;
  const acute = atanPositive(Math.abs(y) / Math.abs(x));
  const angle = x < 0 ? Math.PI - acute : acute;
  return y < 0 ? -angle : angle;
}
