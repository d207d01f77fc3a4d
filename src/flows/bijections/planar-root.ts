import * as tf from '#tf';
import type { GradSaveFunc, Tensor, Tensor2D } from '#tf';
import { tanh } from '#numerics';

/** Newton's steps, held inside a bracket, end here: below what float32 can hold of any s. */
const tolerance = 1e-12;

/**
 * The s of every row that solves s + (gap − 1)·tanh(s) = a: the planar flow's inverse along w.
 *
 * Found in float64 by Newton's method inside a bracket that halves when a step would leave it. With gap > 0 the left side
 * rises, so the root is the only one. Its gradient is the implicit function theorem's, with slope 1 + (gap − 1)·tanh′(s):
 *   ∂s/∂a = 1/slope,   ∂s/∂gap = −tanh(s)/slope
 * Shapes: a [n, 1], gap [1] or one for each row [n, 1] → [n, 1]. Needs a backend that can be read synchronously (cpu, wasm, webgl).
 */
export function planarRoot(a: Tensor2D, gap: Tensor): Tensor2D {
  const op = tf.customGrad((...inputs) => {
    const [target, gapNow, save] = inputs as unknown as [Tensor2D, Tensor, GradSaveFunc];
    const gaps = gapNow.dataSync<'float32'>();
    const shared = gaps.length === 1;
    const roots = target.dataSync<'float32'>().map((value, i) => root(value, gaps[shared ? 0 : i]!));
    const value = tf.tensor2d(roots, [roots.length, 1]);
    save([value, gapNow]);
    return {
      value,
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [s, savedGap] = saved as [Tensor2D, Tensor];
        const h = tf.tanh(s);
        const bend = tf.square(h);
        // 1 + (gap − 1)(1 − tanh²), written so that nothing cancels when gap is small.
        const slope = tf.add(bend, tf.mul(tf.sub(1, bend), savedGap));
        const ds = tf.div<Tensor2D>(dy, slope);
        const byRow = tf.neg(tf.mul(ds, h));
        return [ds, tf.reshape(shared ? tf.sum(byRow) : byRow, gap.shape)];
      },
    };
  });
  return op(a, gap) as Tensor2D;
}

/** One root in float64; a value that is not finite is its own answer. The equation is odd in s and a. */
function root(signedTarget: number, gap: number): number {
  if (!Number.isFinite(signedTarget) || signedTarget === 0) return signedTarget;
  const target = Math.abs(signedTarget);
  const c = gap - 1;
  // s = target − c·tanh(s) and 0 < tanh < 1.
  let low = Math.max(0, target - Math.max(c, 0));
  let high = target + Math.max(-c, 0);
  let s = (low + high) / 2;
  for (let round = 0; round < 100 && high - low > tolerance * Math.max(1, high); round++) {
    const h = tanh(s);
    const excess = s - h + gap * h - target;
    if (excess === 0) break;
    if (excess > 0) high = s;
    else low = s;
    const newton = s - excess / (h * h + gap * (1 - h * h));
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - s) < tolerance) return Math.sign(signedTarget) * next;
    s = next;
  }
  return Math.sign(signedTarget) * s;
}
