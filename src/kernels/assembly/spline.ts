/**
 * The rational-quadratic spline of a conditioned step, https://arxiv.org/abs/1906.04032: the formulas and the constants of
 * src/flows/transformers/rational-quadratic-spline.ts, four rows at a time.
 *
 * x = X + H·N/D,  N = sξ² + dₗt,  D = s + (dₗ + dᵣ − 2s)t,  t = ξ(1−ξ),  s = H/W,  ξ = (z − Z)/W
 * log slope G = log A + 2 log s − 2 log D,  A = dᵣξ² + 2st + dₗ(1−ξ)²
 */
import { exp, log, sigmoid, softplus } from './elementary';
import { LANES, PITCH } from './lanes';
import { Spline } from './records';

const LEAST: f32 = 1e-3;
/** log 2 ÷ (1 − least slope): with it softplus(βu)/β + least is 1 at u = 0. */
const SHARPNESS: f32 = 0.69314718055994530942 / (1 - 1e-3);

/** What the rows' bins are. Globals: a function hands back one vector only. */
let index: v128 = f32x4.splat(0);
let binZ: v128 = f32x4.splat(0);
let binW: v128 = f32x4.splat(0);
let binX: v128 = f32x4.splat(0);
let binH: v128 = f32x4.splat(0);
let rawLeft: v128 = f32x4.splat(0);
let rawRight: v128 = f32x4.splat(0);
let slopeLeft: v128 = f32x4.splat(0);
let slopeRight: v128 = f32x4.splat(0);

@inline
function one(): v128 {
  return f32x4.splat(1);
}

@inline
function twice(v: v128): v128 {
  return f32x4.add(v, v);
}

/** softmax of K parameters, `step` bytes apart, into the scratch. */
function shares(parameters: usize, step: usize, bins: i32, into: usize): void {
  let most = v128.load(parameters);
  for (let k = 1; k < bins; k++) most = f32x4.pmax(most, v128.load(parameters + (<usize>k) * step));
  let sum = f32x4.splat(0);
  for (let k = 0; k < bins; k++) {
    const share = exp(f32x4.sub(v128.load(parameters + (<usize>k) * step), most));
    v128.store(into + (<usize>k) * LANES, share);
    sum = f32x4.add(sum, share);
  }
  for (let k = 0; k < bins; k++) {
    const at = into + (<usize>k) * LANES;
    v128.store(at, f32x4.div(v128.load(at), sum));
  }
}

/** Finds the bins of four values, by the edges on the side they come from, and the slopes at their ends. */
function findBins(shape: Spline, inverse: bool, value: v128, theta: usize, step: usize): void {
  const bins = shape.bins;
  const length = shape.right - shape.left;
  const free = f32x4.splat((1 - LEAST * <f32>bins) * length);
  const least = f32x4.splat(LEAST * length);
  const heights = shape.scratch + (<usize>bins) * LANES;
  shares(theta, step, bins, shape.scratch);
  shares(theta + (<usize>bins) * step, step, bins, heights);
  const slopes = theta + 2 * (<usize>bins) * step;
  let edgeZ = f32x4.splat(shape.left);
  let edgeX = edgeZ;
  // Slopes of the knots: all K + 1 are there, or the inner K − 1.
  const first = shape.free !== 0 ? 0 : 1;
  for (let k = 0; k < bins; k++) {
    const width = f32x4.add(f32x4.mul(v128.load(shape.scratch + (<usize>k) * LANES), free), least);
    const height = f32x4.add(f32x4.mul(v128.load(heights + (<usize>k) * LANES), free), least);
    const left = k >= first ? v128.load(slopes + <usize>(k - first) * step) : f32x4.splat(0);
    const right = k + 1 < bins + 1 - first ? v128.load(slopes + <usize>(k + 1 - first) * step) : f32x4.splat(0);
    const passed = k === 0 ? i32x4.splat(-1) : f32x4.gt(value, inverse ? edgeX : edgeZ);
    index = v128.bitselect(i32x4.splat(k), index, passed);
    binZ = v128.bitselect(edgeZ, binZ, passed);
    binW = v128.bitselect(width, binW, passed);
    binX = v128.bitselect(edgeX, binX, passed);
    binH = v128.bitselect(height, binH, passed);
    rawLeft = v128.bitselect(left, rawLeft, passed);
    rawRight = v128.bitselect(right, rawRight, passed);
    edgeZ = f32x4.add(edgeZ, width);
    edgeX = f32x4.add(edgeX, height);
  }
  slopeLeft = slopeOf(rawLeft);
  slopeRight = slopeOf(rawRight);
  if (shape.free === 0) {
    slopeLeft = v128.bitselect(one(), slopeLeft, i32x4.eq(index, i32x4.splat(0)));
    slopeRight = v128.bitselect(one(), slopeRight, i32x4.eq(index, i32x4.splat(bins - 1)));
  }
}

function slopeOf(raw: v128): v128 {
  const beta = f32x4.splat(SHARPNESS);
  return f32x4.add(f32x4.div(softplus(f32x4.mul(raw, beta)), beta), f32x4.splat(LEAST));
}

/** ξ in (0, 1): by the place in the bin, or by the root of a quadratic that does not cancel. */
function place(inverse: bool, value: v128, s: v128, excess: v128): v128 {
  if (!inverse) return f32x4.div(f32x4.sub(value, binZ), binW);
  const risen = f32x4.sub(value, binX);
  const shared = f32x4.mul(risen, excess);
  const a = f32x4.add(f32x4.mul(binH, f32x4.sub(s, slopeLeft)), shared);
  const b = f32x4.sub(f32x4.mul(binH, slopeLeft), shared);
  const c = f32x4.neg(f32x4.mul(s, risen));
  const four = f32x4.splat(4);
  const discriminant = f32x4.sub(f32x4.mul(b, b), f32x4.mul(f32x4.mul(a, c), four));
  const root = f32x4.sqrt(f32x4.pmax(discriminant, f32x4.splat(1e-30)));
  return f32x4.div(f32x4.neg(twice(c)), f32x4.add(b, root));
}

@inline
function clipped(shape: Spline, x: v128): v128 {
  return f32x4.pmax(f32x4.pmin(x, f32x4.splat(shape.right)), f32x4.splat(shape.left));
}

/** −1 where the spline is the identity. */
@inline
function outside(shape: Spline, x: v128): v128 {
  return v128.or(f32x4.lt(x, f32x4.splat(shape.left)), f32x4.gt(x, f32x4.splat(shape.right)));
}

/** One feature: y from x and θ, whose parameters stand `step` bytes apart, and its log-slope added to the rows' log-det. */
export function bend(shape: Spline, inverse: bool, x: usize, y: usize, theta: usize, step: usize, logDet: usize): void {
  for (let at: usize = 0; at < PITCH; at += LANES) {
    const from = v128.load(x + at);
    const value = clipped(shape, from);
    findBins(shape, inverse, value, theta + at, step);
    const s = f32x4.div(binH, binW);
    const excess = f32x4.sub(f32x4.add(slopeLeft, slopeRight), twice(s));
    const xi = place(inverse, value, s, excess);
    const rest = f32x4.sub(one(), xi);
    const t = f32x4.mul(xi, rest);
    const d = f32x4.add(s, f32x4.mul(excess, t));
    const a = f32x4.add(
      f32x4.add(f32x4.mul(slopeRight, f32x4.mul(xi, xi)), twice(f32x4.mul(s, t))),
      f32x4.mul(slopeLeft, f32x4.mul(rest, rest)),
    );
    const slope = f32x4.add(log(a), twice(f32x4.sub(log(s), log(d))));
    let to = f32x4.add(binZ, f32x4.mul(xi, binW));
    if (!inverse) {
      const n = f32x4.add(f32x4.mul(s, f32x4.mul(xi, xi)), f32x4.mul(slopeLeft, t));
      to = f32x4.add(binX, f32x4.div(f32x4.mul(binH, n), d));
    }
    const out = outside(shape, from);
    v128.store(y + at, v128.bitselect(from, to, out));
    const sum = v128.load(logDet + at);
    const signed = v128.andnot(inverse ? f32x4.neg(slope) : slope, out);
    v128.store(logDet + at, f32x4.add(sum, signed));
  }
}

/**
 * The way back of one feature, by the partial derivatives of the value V and the log-slope G at the bin. Read from x to z, ξ solves
 * V(ξ) = x, so dξ = (dx − ∂V)/V_ξ. `pulled` holds ∂/∂y and receives ∂/∂x.
 */
export function pullBend(
  shape: Spline,
  inverse: bool,
  x: usize,
  theta: usize,
  step: usize,
  pulled: usize,
  pulledLogDet: usize,
  thetaCotangent: usize,
): void {
  for (let at: usize = 0; at < PITCH; at += LANES) {
    const from = v128.load(x + at);
    const value = clipped(shape, from);
    findBins(shape, inverse, value, theta + at, step);
    const out = outside(shape, from);
    const full = v128.load(pulled + at);
    const dy = v128.andnot(full, out);
    const dl = v128.andnot(v128.load(pulledLogDet + at), out);

    const s = f32x4.div(binH, binW);
    const excess = f32x4.sub(f32x4.add(slopeLeft, slopeRight), twice(s));
    const xi = place(inverse, value, s, excess);
    const rest = f32x4.sub(one(), xi);
    const t = f32x4.mul(xi, rest);
    const turn = f32x4.sub(rest, xi);
    const xi2 = f32x4.mul(xi, xi);
    const n = f32x4.add(f32x4.mul(s, xi2), f32x4.mul(slopeLeft, t));
    const d = f32x4.add(s, f32x4.mul(excess, t));
    const a = f32x4.add(
      f32x4.add(f32x4.mul(slopeRight, xi2), twice(f32x4.mul(s, t))),
      f32x4.mul(slopeLeft, f32x4.mul(rest, rest)),
    );
    const ratio = f32x4.div(n, d);
    const perD = f32x4.div(one(), d);
    const perA = f32x4.div(one(), a);
    const flat = f32x4.sub(one(), twice(t));
    const scaled = f32x4.mul(binH, perD);
    const vXi = f32x4.mul(f32x4.mul(f32x4.mul(binH, s), a), f32x4.mul(perD, perD));
    const vS = f32x4.mul(scaled, f32x4.sub(xi2, f32x4.mul(ratio, flat)));
    const vLeft = f32x4.mul(f32x4.mul(scaled, t), f32x4.sub(one(), ratio));
    const vRight = f32x4.neg(f32x4.mul(f32x4.mul(scaled, t), ratio));
    const ofA = twice(
      f32x4.sub(f32x4.add(f32x4.mul(slopeRight, xi), f32x4.mul(s, turn)), f32x4.mul(slopeLeft, rest)),
    );
    const gXi = f32x4.sub(f32x4.mul(ofA, perA), twice(f32x4.mul(f32x4.mul(excess, turn), perD)));
    const bentT = twice(f32x4.mul(t, perD));
    const gS = f32x4.add(
      twice(f32x4.mul(t, perA)),
      twice(f32x4.sub(f32x4.div(one(), s), f32x4.mul(flat, perD))),
    );
    const gLeft = f32x4.sub(f32x4.mul(f32x4.mul(rest, rest), perA), bentT);
    const gRight = f32x4.sub(f32x4.mul(xi2, perA), bentT);

    let weightV = dy;
    let weightG = dl;
    let ofZ = dy;
    let ofW = f32x4.mul(dy, xi);
    let dx = dy;
    if (inverse) {
      weightG = f32x4.neg(dl);
      dx = f32x4.div(f32x4.add(f32x4.mul(dy, binW), f32x4.mul(weightG, gXi)), vXi);
      weightV = f32x4.neg(dx);
    } else {
      dx = f32x4.div(f32x4.add(f32x4.mul(dy, vXi), f32x4.mul(dl, gXi)), binW);
      ofZ = f32x4.neg(dx);
      ofW = f32x4.mul(ofZ, xi);
    }
    v128.store(pulled + at, v128.bitselect(full, dx, out));
    const ofS = f32x4.add(f32x4.mul(weightV, vS), f32x4.mul(weightG, gS));
    const ofH = f32x4.add(f32x4.mul(weightV, ratio), f32x4.div(ofS, binW));
    ofW = f32x4.sub(ofW, f32x4.div(f32x4.mul(ofS, s), binW));
    const ofLeft = f32x4.add(f32x4.mul(weightV, vLeft), f32x4.mul(weightG, gLeft));
    const ofRight = f32x4.add(f32x4.mul(weightV, vRight), f32x4.mul(weightG, gRight));

    const bins = shape.bins;
    const target = thetaCotangent + at;
    pullShares(shape, shape.scratch, ofZ, ofW, target, step);
    pullShares(shape, shape.scratch + (<usize>bins) * LANES, weightV, ofH, target + (<usize>bins) * step, step);
    const beta = f32x4.splat(SHARPNESS);
    const rawOfLeft = f32x4.mul(ofLeft, sigmoid(f32x4.mul(rawLeft, beta)));
    const rawOfRight = f32x4.mul(ofRight, sigmoid(f32x4.mul(rawRight, beta)));
    const first = shape.free !== 0 ? 0 : 1;
    const slopes = target + 2 * (<usize>bins) * step;
    for (let knot = first; knot < bins + 1 - first; knot++) {
      const asLeft = v128.and(rawOfLeft, i32x4.eq(index, i32x4.splat(knot)));
      const asRight = v128.and(rawOfRight, i32x4.eq(index, i32x4.splat(knot - 1)));
      v128.store(slopes + <usize>(knot - first) * step, f32x4.add(asLeft, asRight));
    }
  }
}

/** From a bin's edge (the sizes before it) and its own size through sizes = shares·free + least and softmax. */
function pullShares(shape: Spline, from: usize, ofEdge: v128, ofSize: v128, target: usize, step: usize): void {
  const bins = shape.bins;
  const free = f32x4.splat((1 - LEAST * <f32>bins) * (shape.right - shape.left));
  let mean = f32x4.splat(0);
  for (let k = 0; k < bins; k++) {
    const before = i32x4.gt_s(index, i32x4.splat(k));
    const own = i32x4.eq(index, i32x4.splat(k));
    const slope = f32x4.mul(free, v128.or(v128.and(ofEdge, before), v128.and(ofSize, own)));
    v128.store(target + (<usize>k) * step, slope);
    mean = f32x4.add(mean, f32x4.mul(slope, v128.load(from + (<usize>k) * LANES)));
  }
  for (let k = 0; k < bins; k++) {
    const at = target + (<usize>k) * step;
    v128.store(at, f32x4.mul(v128.load(from + (<usize>k) * LANES), f32x4.sub(v128.load(at), mean)));
  }
}
