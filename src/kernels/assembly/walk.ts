/** Runs a compiled program: every shard through all steps, and back again where a gradient is asked for. */
import { pullConditioned, runConditioned } from './conditioned';
import { pullActnorm, pullPermutation, runActnorm, runPermutation } from './fixed';
import { LANES, PITCH, ROWS } from './lanes';
import { finishLinear, prepareLinear, pullLinear, runLinear } from './linear';
import { pullOde, runOde } from './ode';
import { pullPlanar, runPlanar } from './planar';
import { pullRadial, runRadial } from './radial';
import { Copy, Program, Step } from './records';

const PERMUTATION: i32 = 0;
const ACTNORM: i32 = 1;
const CONDITIONED: i32 = 2;
const PLANAR: i32 = 3;
const LINEAR: i32 = 4;
const RADIAL: i32 = 5;
const ODE: i32 = 10;

/** Bits of what `run` is asked for. */
const STANDARD_NORMAL: i32 = 1; // logDet receives log N(y; 0, I) + log-det
const GRADIENT: i32 = 2;

/** Once before the runs of one batch: parameters go where the layers read them, and gradients start from 0. */
export function prepare(address: usize, gradient: i32): void {
  const program = changetype<Program>(address);
  for (let i = 0; i < program.copies; i++) {
    const copy = changetype<Copy>(program.copyTable + (<usize>i) * offsetof<Copy>());
    for (let c: usize = 0; c < <usize>copy.count << 2; c += 4) {
      const from = load<i32>(copy.index + c);
      store<f32>(copy.target + c, from < 0 ? 0 : load<f32>(copy.source + ((<usize>from) << 2)));
    }
    if (gradient !== 0) memory.fill(copy.targetGradient, 0, <usize>copy.count << 2);
  }
  if (gradient !== 0) memory.fill(program.gradients, 0, program.gradientBytes);
  for (let i = 0; i < program.steps; i++) {
    const step = stepAt(program, i);
    if (step.kind === LINEAR) prepareLinear(step, program.dimensions, gradient !== 0);
  }
}

/** Once after the runs of one batch with gradients. */
export function finish(address: usize): void {
  const program = changetype<Program>(address);
  for (let i = 0; i < program.steps; i++) {
    const step = stepAt(program, i);
    if (step.kind === LINEAR) finishLinear(step, program.dimensions);
  }
  for (let i = 0; i < program.copies; i++) {
    const copy = changetype<Copy>(program.copyTable + (<usize>i) * offsetof<Copy>());
    for (let c: usize = 0; c < <usize>copy.count << 2; c += 4) {
      const to = load<i32>(copy.index + c);
      if (to >= 0) store<f32>(copy.sourceGradient + ((<usize>to) << 2), load<f32>(copy.targetGradient + c));
    }
  }
}

/** `rows` rows (as many as the buffers hold, at most). Shard after shard: gradients are sums over 64 rows, then over shards. */
export function run(address: usize, rows: i32, asked: i32): void {
  const program = changetype<Program>(address);
  for (let first = 0; first < rows; first += ROWS) {
    runShard(program, first, min(ROWS, rows - first), asked);
  }
}

function runShard(program: Program, first: i32, rows: i32, asked: i32): void {
  const d = program.dimensions;
  const start = stepAt(program, 0).input;
  const end = stepAt(program, program.steps - 1).output;
  // A shard that is not full repeats its last row; nothing is read from the copies.
  const offset = (<usize>first * d) << 2;
  turnIn(program.x + offset, start, d, rows, false);
  memory.fill(program.total, 0, PITCH);
  for (let i = 0; i < program.steps; i++) {
    const step = stepAt(program, i);
    if (step.kind === CONDITIONED) runConditioned(step, d);
    else if (step.kind === ACTNORM) runActnorm(step, d);
    else if (step.kind === PLANAR) runPlanar(step, d);
    else if (step.kind === LINEAR) runLinear(step, d);
    else if (step.kind === RADIAL) runRadial(step, d);
    else if (step.kind === ODE) runOde(step, d);
    else runPermutation(step, d);
    addFeature(program.total, step.logDet);
  }
  turnOut(end, program.y + offset, d, rows);
  if ((asked & STANDARD_NORMAL) !== 0) addNormal(program, end);
  memory.copy(program.logDet + ((<usize>first) << 2), program.total, (<usize>rows) << 2);
  if ((asked & GRADIENT) === 0) return;

  memory.fill(program.pulledLogDet, 0, PITCH);
  memory.copy(program.pulledLogDet, program.logDetCotangent + ((<usize>first) << 2), (<usize>rows) << 2);
  if ((asked & STANDARD_NORMAL) !== 0) pullNormal(program, end);
  else turnIn(program.cotangent + offset, program.pulled, d, rows, true);
  for (let i = program.steps - 1; i >= 0; i--) {
    const step = stepAt(program, i);
    if (step.kind === CONDITIONED) pullConditioned(step, program.pulled, program.pulledLogDet);
    else if (step.kind === ACTNORM) pullActnorm(step, d, program.pulled, program.pulledLogDet);
    else if (step.kind === PLANAR) pullPlanar(step, d, program.pulled, program.pulledLogDet);
    else if (step.kind === LINEAR) pullLinear(step, d, program.pulled, program.pulledLogDet);
    else if (step.kind === RADIAL) pullRadial(step, d, program.pulled, program.pulledLogDet);
    else if (step.kind === ODE) pullOde(step, d, program.pulled, program.pulledLogDet);
    else pullPermutation(step, d, program.pulled);
  }
  turnOut(program.pulled, program.cotangent + offset, d, rows);
}

@inline
function stepAt(program: Program, i: i32): Step {
  return changetype<Step>(load<usize>(program.table + ((<usize>i) << 2)));
}

function addFeature(target: usize, source: usize): void {
  for (let at: usize = 0; at < PITCH; at += LANES) {
    v128.store(target + at, f32x4.add(v128.load(target + at), v128.load(source + at)));
  }
}

/** log N(y; 0, I) = −½ Σ y² − ½ d log 2π */
function addNormal(program: Program, y: usize): void {
  for (let at: usize = 0; at < PITCH; at += LANES) {
    let squares = f32x4.splat(0);
    for (let i = 0; i < program.dimensions; i++) {
      const value = v128.load(y + at + (<usize>i) * PITCH);
      squares = f32x4.add(squares, f32x4.mul(value, value));
    }
    const normal = f32x4.add(f32x4.mul(squares, f32x4.splat(-0.5)), f32x4.splat(program.normalisation));
    v128.store(program.total + at, f32x4.add(normal, v128.load(program.total + at)));
  }
}

/** ∂y = −y·∂logProb */
function pullNormal(program: Program, y: usize): void {
  for (let i = 0; i < program.dimensions; i++) {
    for (let at: usize = 0; at < PITCH; at += LANES) {
      const value = v128.load(y + at + (<usize>i) * PITCH);
      const weight = v128.load(program.pulledLogDet + at);
      v128.store(program.pulled + at + (<usize>i) * PITCH, f32x4.neg(f32x4.mul(value, weight)));
    }
  }
}

/** [rows][d] → [d][64]. Missing rows are 0, or repeat the last one, which is known to be harmless. */
function turnIn(source: usize, target: usize, d: i32, rows: i32, zeros: bool): void {
  const row = (<usize>d) << 2;
  for (let r = 0; r < ROWS; r++) {
    const from = source + <usize>min(r, rows - 1) * row;
    const to = target + ((<usize>r) << 2);
    const missing = zeros && r >= rows;
    for (let i = 0; i < d; i++) {
      store<f32>(to + (<usize>i) * PITCH, missing ? 0 : load<f32>(from + ((<usize>i) << 2)));
    }
  }
}

/** [d][64] → [rows][d] */
function turnOut(source: usize, target: usize, d: i32, rows: i32): void {
  const row = (<usize>d) << 2;
  for (let r = 0; r < rows; r++) {
    const to = target + (<usize>r) * row;
    const from = source + ((<usize>r) << 2);
    for (let i = 0; i < d; i++) store<f32>(to + ((<usize>i) << 2), load<f32>(from + (<usize>i) * PITCH));
  }
}
